<?php
// 给 wxpay-mini 用的后端：登录、预下单、查单，API v2，MD5 或 HMAC-SHA256。PHP 8.1，扩展 curl、SimpleXML。
// A backend for wxpay-mini: login, prepay, query. How to run it: README.md in this folder.
// Keys live here and never in the mini program. Notifications and a database are left to your own code.

declare(strict_types=1);

function env(string $name, string $otherwise = ''): string
{
    return getenv($name) ?: $otherwise;
}

const TEA = ['id' => 'jasmine', 'name' => '茉莉花茶', 'description' => '', 'price' => 2990, 'unit' => '盒'];

// ---- 三个接口 the three endpoints ----

/** POST /api/login {code} → {token}。session_key 和 openid 都不离开后端。 */
function login(array $request): array
{
    $asked = http_build_query([
        'appid' => env('WXPAY_APPID'), 'secret' => env('WXPAY_APP_SECRET'),
        'js_code' => $request['code'] ?? '', 'grant_type' => 'authorization_code',
    ]);
    $gateway = env('WXPAY_LOGIN_GATEWAY', 'https://api.weixin.qq.com');
    $said = json_decode(http("$gateway/sns/jscode2session?$asked"), true);
    if (empty($said['openid'])) {
        return [401, ['code' => 'login_code_invalid', 'message' => $said['errmsg'] ?? '']];
    }
    session_start(); // PHP 自己的会话：换成您的登录态 PHP's own session stands in for yours
    $_SESSION['openid'] = $said['openid'];
    return [200, ['token' => session_id()]];
}

/** POST /api/orders/{outTradeNo}/prepay {nonceStr, timeStamp} → 五个参数 the five parameters */
function prepay(array $order, array $request): array
{
    $said = wechat_pay('/pay/unifiedorder', [
        'body' => $order['body'], 'out_trade_no' => $order['outTradeNo'], 'openid' => $order['openid'],
        'total_fee' => (string) $order['total'], 'trade_type' => 'JSAPI', // 金额来自订单，不来自请求
        'notify_url' => env('WXPAY_NOTIFY_URL'), 'spbill_create_ip' => env('WXPAY_SPBILL_CREATE_IP', '127.0.0.1'),
    ]);
    $about = ['outTradeNo' => $order['outTradeNo'], 'total' => $order['total']];
    if (($said['err_code'] ?? '') === 'ORDERPAID') {
        return [200, ['nothingToPay' => true] + $about]; // 小程序会查单
    }
    if (($said['result_code'] ?? '') !== 'SUCCESS') {
        return refused($said);
    }
    // 小程序送来的 nonceStr、timeStamp 原样签名；没有送来或时钟差五分钟以上时，用自己的并写明 pair: 'backend'
    [$nonce, $time] = [(string) ($request['nonceStr'] ?? ''), (string) ($request['timeStamp'] ?? '')];
    $theirs = preg_match('/^[0-9A-Za-z]{32}$/D', $nonce) && preg_match('/^\d{10}$/D', $time)
        && abs((int) $time - time()) <= 300;
    $signed = [
        'appId' => env('WXPAY_APPID'),
        'timeStamp' => $theirs ? $time : (string) time(),
        'nonceStr' => $theirs ? $nonce : bin2hex(random_bytes(16)),
        'package' => 'prepay_id=' . $said['prepay_id'],
        'signType' => env('WXPAY_SIGN_TYPE', 'MD5'),
    ];
    return [200, $signed + ['paySign' => sign($signed), 'pair' => $theirs ? 'client' : 'backend'] + $about];
}

/** GET /api/orders/{outTradeNo} → {outTradeNo, tradeState, total}。说“没付”之前一定先问微信支付。 */
function query(array $order): array
{
    $said = wechat_pay('/pay/orderquery', ['out_trade_no' => $order['outTradeNo']]);
    $about = ['outTradeNo' => $order['outTradeNo'], 'total' => $order['total']];
    if (($said['err_code'] ?? '') === 'ORDERNOTEXIST') {
        return [200, ['tradeState' => 'NOTPAY'] + $about];
    }
    if (($said['result_code'] ?? '') !== 'SUCCESS') {
        return refused($said);
    }
    $paid = $said['trade_state'] === 'SUCCESS'; // 在这里把订单记为已付 mark the order as paid here
    if ($said['out_trade_no'] !== $order['outTradeNo'] || $paid && $said['total_fee'] !== (string) $order['total']) {
        throw new RuntimeException('the query answered for another order or amount');
    }
    return [200, ['tradeState' => $said['trade_state']] + $about];
}

/** 微信支付的原话交给小程序，由它说明原因。 */
function refused(array $said): array
{
    $words = ['return_code' => 1, 'return_msg' => 1, 'result_code' => 1, 'err_code' => 1, 'err_code_des' => 1];
    $message = $said['err_code_des'] ?? $said['return_msg'] ?? '';
    return [502, ['code' => 'order_refused', 'message' => $message] + array_intersect_key($said, $words)];
}

// ---- 微信支付 API v2：pay.weixin.qq.com/doc/v2/merchant/4011985891（签名）、4011940985（统一下单）----

function sign(array $fields): string
{
    ksort($fields, SORT_STRING);
    $text = '';
    foreach ($fields as $name => $value) {
        $text .= $name === 'sign' || $value === '' ? '' : "$name=$value&";
    }
    $text .= 'key=' . env('WXPAY_API_V2_KEY');
    $md5 = env('WXPAY_SIGN_TYPE', 'MD5') === 'MD5';
    return strtoupper($md5 ? md5($text) : hash_hmac('sha256', $text, env('WXPAY_API_V2_KEY')));
}

/** 签名、发送、验签。签名不对的应答一律不用。 */
function wechat_pay(string $path, array $fields): array
{
    $fields += [
        'appid' => env('WXPAY_APPID'), 'mch_id' => env('WXPAY_MCH_ID'),
        'nonce_str' => bin2hex(random_bytes(16)), 'sign_type' => env('WXPAY_SIGN_TYPE', 'MD5'),
    ];
    $fields['sign'] = sign($fields);
    $xml = '';
    foreach ($fields as $name => $value) {
        $xml .= "<$name>" . htmlspecialchars($value, ENT_XML1) . "</$name>";
    }
    $text = http(env('WXPAY_GATEWAY', 'https://api.mch.weixin.qq.com') . $path, "<xml>$xml</xml>");
    if (str_contains($text, '<!DOCTYPE') || !$root = simplexml_load_string($text)) {
        throw new RuntimeException('the answer is not flat XML');
    }
    $answer = [];
    foreach ($root as $name => $value) {
        $answer[$name] = (string) $value;
    }
    if (($answer['return_code'] ?? '') === 'FAIL') {
        // 这种应答没有签名：除了原因，什么都不取 such an answer is not signed: take its reason and no more
        return ['return_code' => 'FAIL', 'return_msg' => $answer['return_msg'] ?? ''];
    }
    $ours = ($answer['appid'] ?? '') === $fields['appid'] && ($answer['mch_id'] ?? '') === $fields['mch_id'];
    if (!$ours || !hash_equals(sign($answer), $answer['sign'] ?? '')) {
        throw new RuntimeException('the answer is not signed by WeChat Pay');
    }
    return $answer;
}

function http(string $url, ?string $body = null): string
{
    $curl = curl_init($url);
    curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 4]);
    if ($body !== null) {
        curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $body, CURLOPT_HTTPHEADER => ['Content-Type: text/xml']]);
    }
    $text = curl_exec($curl);
    return is_string($text) ? $text : throw new RuntimeException('WeChat did not answer: ' . curl_error($curl));
}

// ---- 您的商店与框架的替身 stand-ins for your shop and your framework ----

function route(string $method, string $path, array $request): array
{
    if ($path === '/api/login') {
        return login($request);
    }
    if ($path === '/api/products') {
        return [200, ['products' => [TEA]]];
    }
    session_id(preg_replace('/^Bearer |[^0-9a-z,-]/i', '', $_SERVER['HTTP_AUTHORIZATION'] ?? ''));
    session_start();
    if (empty($_SESSION['openid'])) {
        return [401, ['code' => 'not_logged_in', 'message' => 'POST /api/login first']];
    }
    if ($method === 'POST' && $path === '/api/orders') {
        $order = ['outTradeNo' => bin2hex(random_bytes(14)), 'total' => TEA['price'], 'body' => '示例茶店-茶&点心'];
        $_SESSION['orders'][$order['outTradeNo']] = $order + ['openid' => $_SESSION['openid']]; // 换成您的数据库
        return [201, $order + ['tradeState' => 'NOTPAY']];
    }
    preg_match('#^/api/orders/(\w+)(/prepay)?$#D', $path, $match);
    $order = $_SESSION['orders'][$match[1] ?? ''] ?? null;
    if ($order === null) {
        return [404, ['code' => 'order_not_found', 'message' => 'no such order of yours']];
    }
    return isset($match[2]) ? prepay($order, $request) : query($order);
}

ini_set('session.use_strict_mode', '1'); // 不是我们发出的 token 不认
ini_set('session.use_cookies', '0');
ini_set('display_errors', '0'); // 报错进日志，不进应答
libxml_use_internal_errors(true);
try {
    $request = json_decode(file_get_contents('php://input') ?: '{}', true);
    $path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
    [$status, $answer] = route($_SERVER['REQUEST_METHOD'], $path, is_array($request) ? $request : []);
} catch (Throwable $error) {
    error_log($error->getMessage());
    $status = 502;
    $answer = ['code' => 'wechat_unreachable', 'message' => 'WeChat did not answer as it must; see the log'];
}
http_response_code($status);
header('Content-Type: application/json; charset=utf-8');
echo json_encode($answer, JSON_UNESCAPED_UNICODE);
