//! The page at `/`: what a person wants to see at a glance, to read alone. It is one HTML document
//! without scripts and without anything from elsewhere. Never here: a door that changes something.

use serde_json::Value;

use crate::clock;
use crate::sandbox::Sandbox;

/// As many of each, newest first.
const MOST: usize = 50;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1a1a1a;--soft:#666;--line:#ddd;--paper:#fff;--card:#f6f6f6;--bad:#b3261e;--good:#146c2e}\
@media(prefers-color-scheme:dark){:root{--ink:#eee;--soft:#aaa;--line:#444;--paper:#121212;--card:#1e1e1e;--bad:#ff8a80;--good:#7ddb95}}\
*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}\
h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}p{margin:.25rem 0}\
.soft{color:var(--soft)}.bad{color:var(--bad)}.good{color:var(--good)}\
code,pre{font:14px/1.4 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap;margin:0}\
article{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem;margin:.5rem 0}\
article p:first-child{font-weight:600}";

/// The page.
pub(crate) fn render(sandbox: &Sandbox) -> String {
    let state = sandbox.state();
    let (orders, now) = (state.books.show(), state.clock.now());
    let (refunds, told) = (state.books.show_refunds(now), state.notifications.show());
    let (refused, log) = (state.last_refused.clone(), state.log.show(0)["entries"].take());
    drop(state);
    let account = sandbox.account();
    let mut page = format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>wxpay sandbox</title><style>{STYLE}</style></head><body>\
         <h1>wxpay sandbox</h1><p>{} · <code>{}</code> · <code>{}</code></p>\
         <p class=\"soft\">{} (Beijing). Nothing can be changed here; the doors are under <code>/_sandbox/</code>. \
         这里只能查看，操作接口在 <code>/_sandbox/</code> 下。</p>",
        escape(&account.mch_name),
        escape(&account.appid),
        escape(&account.mch_id),
        escape(&clock::spaced(now)),
    );
    section(
        &mut page,
        "The last refused signature · 最近一次验签失败",
        refused.as_slice(),
        signature,
    );
    section(&mut page, "Orders · 订单", list(&orders), order);
    section(&mut page, "Refunds · 退款", list(&refunds), refund);
    section(&mut page, "Notifications · 通知", list(&told), notification);
    section(&mut page, "Log · 日志", list(&log), entry);
    page.push_str("</body></html>");
    page
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn section(page: &mut String, title: &str, all: &[Value], show: fn(&Value) -> String) {
    page.push_str(&format!("<h2>{} ({})</h2>", escape(title), all.len()));
    if all.is_empty() {
        page.push_str("<p class=\"soft\">none · 无</p>");
    }
    for one in all.iter().rev().take(MOST) {
        page.push_str(&format!("<article>{}</article>", show(one)));
    }
}

fn signature(refused: &Value) -> String {
    let mut detail = refused["detail"].clone();
    let explanation = explained(&detail);
    if let Some(object) = detail.as_object_mut() {
        object.remove("explanation");
    }
    let detail = match &detail {
        Value::Object(object) if !object.is_empty() => {
            format!("<pre>{}</pre>", escape(&format!("{detail:#}")))
        }
        _ => String::new(),
    };
    format!(
        "<p>{}</p><p class=\"bad\">{}</p>{explanation}<p class=\"soft\">{}</p>{detail}",
        text(&refused["call"]),
        text(&refused["reason"]),
        time(&refused["at"])
    )
}

/// What the hook said, a paragraph for each of its lines.
fn explained(detail: &Value) -> String {
    let lines = detail["explanation"].as_str().unwrap_or_default().lines();
    lines.map(|line| format!("<p>{}</p>", escape(line))).collect()
}

fn order(order: &Value) -> String {
    let refusals = list(&order["refusals"]);
    let last = refusals.last().map_or(String::new(), |reason| {
        format!("<p class=\"bad\">{} × refused: {}</p>", refusals.len(), text(reason))
    });
    let state = order["tradeState"].as_str().unwrap_or_default();
    format!(
        "<p><code>{}</code></p><p><span class=\"{}\">{}</span> · {} · {}</p>\
         <p class=\"soft\"><code>{}</code></p>{last}",
        text(&order["outTradeNo"]),
        if state == "SUCCESS" { "good" } else { "soft" },
        escape(state),
        yuan(&order["total"]),
        text(&order["signType"]),
        text(&order["transactionId"]),
    )
}

fn refund(refund: &Value) -> String {
    format!(
        "<p><code>{}</code></p><p>{} · {} / {}</p><p class=\"soft\"><code>{}</code> {}</p>",
        text(&refund["outRefundNo"]),
        text(&refund["status"]),
        yuan(&refund["refund"]),
        yuan(&refund["total"]),
        text(&refund["outTradeNo"]),
        text(&refund["reason"]),
    )
}

fn notification(told: &Value) -> String {
    let tries: String = list(&told["attempts"])
        .iter()
        .map(|attempt| {
            let good = attempt["accepted"] == true;
            format!(
                "<p class=\"{}\">{} · {} · {} {}</p>",
                if good { "good" } else { "bad" },
                time(&attempt["at"]),
                text(&attempt["as"]),
                text(&attempt["status"]),
                text(&attempt["told"])
            )
        })
        .collect();
    let next = match &told["next"] {
        Value::Null => String::new(),
        next => format!("<p class=\"soft\">next · 下次: {}</p>", time(next)),
    };
    format!(
        "<p>{} {} {} · {}</p><p><code>{}</code></p><p class=\"soft\"><code>{}</code></p>{tries}{next}",
        text(&told["id"]),
        text(&told["api"]),
        text(&told["about"]),
        text(&told["state"]),
        text(&told["outTradeNo"]),
        text(&told["url"]),
    )
}

fn entry(entry: &Value) -> String {
    let good = entry["ok"] == true;
    let reason = match &entry["detail"]["reason"] {
        Value::String(reason) => format!("<p class=\"bad\">{}</p>", escape(reason)),
        _ => String::new(),
    };
    format!(
        "<p class=\"{}\">{}</p><p class=\"soft\">{}</p>{reason}{}",
        if good { "good" } else { "bad" },
        text(&entry["summary"]),
        time(&entry["at"]),
        explained(&entry["detail"])
    )
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => escape(text),
        Value::Null => "–".to_owned(),
        other => escape(&other.to_string()),
    }
}

fn time(value: &Value) -> String {
    value.as_u64().map_or_else(String::new, clock::spaced)
}

fn yuan(fen: &Value) -> String {
    let fen = fen.as_u64().unwrap_or(0);
    format!("¥{}.{:02}", fen / 100, fen % 100)
}

/// Nothing that came from outside is HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
