// 给 wxpay-mini 用的后端：登录、预下单、查单，API v2，MD5 或 HMAC-SHA256。Java 17，只用 JDK，单文件运行。
// A backend for wxpay-mini: login, prepay, query. How to run it: README.md in this folder.
// Keys live here and never in the mini program. Notifications and a database are left to your own code.
// 用 Spring 时：login、prepay、query 变成 @PostMapping / @GetMapping 的方法，返回 Map 即可；sign 和 wechatPay 原样可用。

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.parsers.DocumentBuilderFactory;
import static java.nio.charset.StandardCharsets.UTF_8;

public class Backend {
    static final String GATEWAY = env("WXPAY_GATEWAY", "https://api.mch.weixin.qq.com");
    static final String LOGIN_GATEWAY = env("WXPAY_LOGIN_GATEWAY", "https://api.weixin.qq.com");
    static final String APP_ID = env("WXPAY_APPID", ""), MCH_ID = env("WXPAY_MCH_ID", "");
    static final String KEY = env("WXPAY_API_V2_KEY", ""), SIGN_TYPE = env("WXPAY_SIGN_TYPE", "MD5");
    static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(4)).build();

    record Order(String outTradeNo, int total, String body, String openid) {} // total 单位是分 fen
    record Answer(int status, Map<String, Object> fields) {}
    static final Map<String, String> OPENIDS = new ConcurrentHashMap<>(); // token → openid：换成您的登录态，并让它过期
    static final Map<String, Order> ORDERS = new ConcurrentHashMap<>(); // 换成您的数据库 your database
    static final int PRICE = 2990;

    // ---- 三个接口 the three endpoints ----

    /** POST /api/login {code} → {token}。session_key 和 openid 都不离开后端。 */
    static Answer login(String code) throws Exception {
        var url = LOGIN_GATEWAY + "/sns/jscode2session?appid=" + APP_ID + "&secret=" + env("WXPAY_APP_SECRET", "")
            + "&js_code=" + URLEncoder.encode(code, UTF_8) + "&grant_type=authorization_code";
        var said = send(HttpRequest.newBuilder(URI.create(url)));
        var openid = text(said, "openid");
        if (openid.isEmpty()) return answer(401, "code", "login_code_invalid", "message", text(said, "errmsg"));
        var token = random();
        OPENIDS.put(token, openid);
        return answer(200, "token", token);
    }

    /** POST /api/orders/{outTradeNo}/prepay {nonceStr, timeStamp} → 五个参数 the five parameters */
    static Answer prepay(Order order, String nonceStr, String timeStamp) throws Exception {
        var said = wechatPay("/pay/unifiedorder", Map.of(
            "body", order.body, "openid", order.openid, "out_trade_no", order.outTradeNo, "trade_type", "JSAPI",
            "total_fee", String.valueOf(order.total), // 金额来自订单，不来自请求
            "notify_url", env("WXPAY_NOTIFY_URL", ""), "spbill_create_ip", env("WXPAY_SPBILL_CREATE_IP", "127.0.0.1")));
        if ("ORDERPAID".equals(said.get("err_code"))) // 小程序会查单
            return answer(200, "nothingToPay", true, "outTradeNo", order.outTradeNo, "total", order.total);
        if (!"SUCCESS".equals(said.get("result_code"))) return refused(said);
        // 小程序送来的 nonceStr、timeStamp 原样签名；没有送来或时钟差五分钟以上时，用自己的并写明 pair: "backend"
        long now = Instant.now().getEpochSecond();
        boolean theirs = nonceStr.matches("[0-9A-Za-z]{32}") && timeStamp.matches("[0-9]{10}")
            && Math.abs(Long.parseLong(timeStamp) - now) <= 300;
        var signed = Map.of("appId", APP_ID, "signType", SIGN_TYPE, "package", "prepay_id=" + said.get("prepay_id"),
            "nonceStr", theirs ? nonceStr : random(), "timeStamp", theirs ? timeStamp : String.valueOf(now));
        var answer = answer(200, "paySign", sign(signed), "pair", theirs ? "client" : "backend",
            "outTradeNo", order.outTradeNo, "total", order.total);
        answer.fields.putAll(signed);
        return answer;
    }

    /** GET /api/orders/{outTradeNo} → {outTradeNo, tradeState, total}。说“没付”之前一定先问微信支付。 */
    static Answer query(Order order) throws Exception {
        var said = wechatPay("/pay/orderquery", Map.of("out_trade_no", order.outTradeNo));
        var state = said.get("trade_state");
        if ("ORDERNOTEXIST".equals(said.get("err_code"))) state = "NOTPAY";
        else if (!"SUCCESS".equals(said.get("result_code"))) return refused(said);
        else if (!order.outTradeNo.equals(said.get("out_trade_no"))
            || "SUCCESS".equals(state) && !String.valueOf(order.total).equals(said.get("total_fee")))
            throw new IOException("the query answered for another order or amount");
        // state 是 SUCCESS：在这里把订单记为已付 mark the order as paid here
        return answer(200, "outTradeNo", order.outTradeNo, "tradeState", state, "total", order.total);
    }

    /** 微信支付的原话交给小程序，由它说明原因。 */
    static Answer refused(Map<String, String> said) {
        var message = said.getOrDefault("err_code_des", said.get("return_msg"));
        var answer = answer(502, "code", "order_refused", "message", message);
        for (var name : List.of("return_code", "return_msg", "result_code", "err_code", "err_code_des"))
            if (said.containsKey(name)) answer.fields.put(name, said.get(name));
        return answer;
    }

    // ---- 微信支付 API v2：pay.weixin.qq.com/doc/v2/merchant/4011985891（签名）、4011940985（统一下单）----

    static String sign(Map<String, String> fields) throws Exception {
        var text = new StringBuilder();
        new TreeMap<>(fields).forEach((name, value) -> {
            if (!name.equals("sign") && !value.isEmpty()) text.append(name).append('=').append(value).append('&');
        });
        var bytes = text.append("key=").append(KEY).toString().getBytes(UTF_8);
        if (SIGN_TYPE.equals("MD5")) return hex(MessageDigest.getInstance("MD5").digest(bytes));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA256"));
        return hex(mac.doFinal(bytes));
    }

    /** 签名、发送、验签。签名不对的应答一律不用。 */
    static Map<String, String> wechatPay(String path, Map<String, String> more) throws Exception {
        var asked = new TreeMap<>(more);
        asked.putAll(Map.of("appid", APP_ID, "mch_id", MCH_ID, "nonce_str", random(), "sign_type", SIGN_TYPE));
        asked.put("sign", sign(asked));
        var xml = new StringBuilder("<xml>");
        asked.forEach((name, value) -> xml.append('<').append(name).append("><![CDATA[")
            .append(value.replace("]]>", "]]]]><![CDATA[>")).append("]]></").append(name).append('>'));
        var body = HttpRequest.BodyPublishers.ofString(xml.append("</xml>").toString());
        var answer = flat(send(HttpRequest.newBuilder(URI.create(GATEWAY + path)).POST(body)));
        if ("FAIL".equals(answer.get("return_code"))) // 没有签名：除了原因，什么都不取 not signed: take its reason alone
            return Map.of("return_code", "FAIL", "return_msg", answer.getOrDefault("return_msg", ""));
        var theirs = answer.getOrDefault("sign", "").getBytes(UTF_8);
        if (!MessageDigest.isEqual(sign(answer).getBytes(UTF_8), theirs)
            || !APP_ID.equals(answer.get("appid")) || !MCH_ID.equals(answer.get("mch_id")))
            throw new IOException("the answer is not signed by WeChat Pay");
        return answer;
    }

    static Map<String, String> flat(String xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true); // 防 XXE
        var children = factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(UTF_8)))
            .getDocumentElement().getChildNodes();
        var fields = new TreeMap<String, String>();
        for (int i = 0; i < children.getLength(); i++)
            if (children.item(i).getNodeType() == 1)
                fields.put(children.item(i).getNodeName(), children.item(i).getTextContent());
        return fields;
    }

    static String send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.timeout(Duration.ofSeconds(4)).build(), BodyHandlers.ofString(UTF_8)).body();
    }

    // ---- 您的商店与框架的替身 stand-ins for your shop and your framework ----

    static Answer route(String method, String path, String authorization, String request) throws Exception {
        if (path.equals("/api/login")) return login(text(request, "code"));
        if (path.equals("/api/products"))
            return answer(200, "products", List.of(answer(200, "id", "jasmine", "name", "茉莉花茶",
                "description", "", "price", PRICE, "unit", "盒").fields));
        var openid = OPENIDS.get(authorization.replace("Bearer ", ""));
        if (openid == null) return answer(401, "code", "not_logged_in", "message", "POST /api/login first");
        if (method.equals("POST") && path.equals("/api/orders")) {
            var order = new Order(random().substring(4), PRICE, "示例茶店-茶&点心", openid);
            ORDERS.put(order.outTradeNo, order);
            return answer(201, "outTradeNo", order.outTradeNo, "total", PRICE, "body", order.body,
                "tradeState", "NOTPAY");
        }
        var match = Pattern.compile("/api/orders/(\\w+)(/prepay)?").matcher(path);
        var order = match.matches() ? ORDERS.get(match.group(1)) : null;
        if (order == null || !order.openid.equals(openid))
            return answer(404, "code", "order_not_found", "message", "no such order of yours");
        if (match.group(2) == null) return query(order);
        return prepay(order, text(request, "nonceStr"), text(request, "timeStamp"));
    }

    static void serve(HttpExchange http) throws IOException {
        var path = http.getRequestURI().getPath();
        Answer answer;
        try {
            var authorization = http.getRequestHeaders().getFirst("Authorization");
            var request = new String(http.getRequestBody().readNBytes(10_000), UTF_8);
            answer = route(http.getRequestMethod(), path, authorization == null ? "" : authorization, request);
        } catch (Exception error) {
            System.err.println(http.getRequestMethod() + " " + path + ": " + error);
            var message = "WeChat did not answer as it must; see the log";
            answer = answer(502, "code", "wechat_unreachable", "message", message);
        }
        var body = json(answer.fields).getBytes(UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        http.sendResponseHeaders(answer.status, body.length);
        http.getResponseBody().write(body);
        http.close();
    }

    public static void main(String[] args) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(env("PORT", "8800"))), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Backend::serve);
        server.start();
        System.out.println("listening on http://127.0.0.1:" + server.getAddress().getPort());
    }

    static Answer answer(int status, Object... pairs) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) fields.put((String) pairs[i], pairs[i + 1]);
        return new Answer(status, fields);
    }

    /** JDK 没有 JSON：这两个方法只够本示例用，您的项目里用 Jackson。 */
    static String text(String json, String name) {
        var match = Pattern.compile('"' + name + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(json);
        return match.find() ? match.group(1) : "";
    }

    static String json(Object value) {
        if (value instanceof Map<?, ?> map)
            return map.entrySet().stream().map(field -> json(field.getKey()) + ":" + json(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        if (value instanceof List<?> list)
            return list.stream().map(Backend::json).collect(Collectors.joining(",", "[", "]"));
        if (!(value instanceof String text)) return String.valueOf(value);
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\x00-\\x1f]", " ") + '"';
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    static String random() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return hex(bytes);
    }

    static String env(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
