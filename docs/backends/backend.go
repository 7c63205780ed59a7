// 给 wxpay-mini 用的后端：登录、预下单、查单，API v2，MD5 或 HMAC-SHA256。Go 1.19，只用标准库。
// A backend for wxpay-mini: login, prepay, query. How to run it: README.md in this folder.
// Keys live here and never in the mini program. Notifications and a database are left to your own code.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"hash"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	gateway      = env("WXPAY_GATEWAY", "https://api.mch.weixin.qq.com")
	loginGateway = env("WXPAY_LOGIN_GATEWAY", "https://api.weixin.qq.com")
	appID, mchID = os.Getenv("WXPAY_APPID"), os.Getenv("WXPAY_MCH_ID")
	key          = os.Getenv("WXPAY_API_V2_KEY")
	signType     = env("WXPAY_SIGN_TYPE", "MD5")
	client       = &http.Client{Timeout: 4 * time.Second}

	openids sync.Map // token → openid：换成您自己的登录态，并让它过期 your own sessions, with an end
	orders  sync.Map // out_trade_no → order：换成您的数据库 your database
	tea     = object{"id": "jasmine", "name": "茉莉花茶", "description": "", "price": 2990, "unit": "盒"}
)

type object = map[string]any
type order struct {
	outTradeNo, body, openid string
	total                    int // 分 fen
}

// ---- 三个接口 the three endpoints ----

// POST /api/login {code} → {token}。session_key 和 openid 都不离开后端。
func login(code string) (int, object, error) {
	asked := url.Values{"appid": {appID}, "secret": {os.Getenv("WXPAY_APP_SECRET")}, "js_code": {code},
		"grant_type": {"authorization_code"}}
	response, err := client.Get(loginGateway + "/sns/jscode2session?" + asked.Encode())
	if err != nil {
		return 0, nil, errors.Unwrap(err) // *url.Error 的文字里有 secret，不能进日志
	}
	defer response.Body.Close()
	var said struct{ Openid, Errmsg string }
	if err := json.NewDecoder(response.Body).Decode(&said); err != nil {
		return 0, nil, err
	}
	if said.Openid == "" {
		return 401, object{"code": "login_code_invalid", "message": said.Errmsg}, nil
	}
	token := random()
	openids.Store(token, said.Openid)
	return 200, object{"token": token}, nil
}

// POST /api/orders/{outTradeNo}/prepay {nonceStr, timeStamp} → 五个参数 the five parameters
func prepay(o order, nonceStr, timeStamp string) (int, object, error) {
	said, err := wechatPay("/pay/unifiedorder", map[string]string{
		"body": o.body, "openid": o.openid, "out_trade_no": o.outTradeNo, "trade_type": "JSAPI",
		"total_fee":  strconv.Itoa(o.total), // 金额来自订单，不来自请求
		"notify_url": os.Getenv("WXPAY_NOTIFY_URL"), "spbill_create_ip": env("WXPAY_SPBILL_CREATE_IP", "127.0.0.1"),
	})
	if err != nil {
		return 0, nil, err
	}
	if said["err_code"] == "ORDERPAID" { // 小程序会查单
		return 200, object{"nothingToPay": true, "outTradeNo": o.outTradeNo, "total": o.total}, nil
	}
	if said["result_code"] != "SUCCESS" {
		return refused(said)
	}
	// 小程序送来的 nonceStr、timeStamp 原样签名；没有送来或时钟差五分钟以上时，用自己的并写明 pair: "backend"
	pair, now := "client", time.Now().Unix()
	sent, err := strconv.ParseInt(timeStamp, 10, 64)
	if err != nil || len(timeStamp) != 10 || sent < now-300 || sent > now+300 || !nonce.MatchString(nonceStr) {
		pair, nonceStr, timeStamp = "backend", random()[:32], strconv.FormatInt(now, 10)
	}
	signed := map[string]string{"appId": appID, "timeStamp": timeStamp, "nonceStr": nonceStr,
		"package": "prepay_id=" + said["prepay_id"], "signType": signType}
	answer := object{"paySign": sign(signed), "outTradeNo": o.outTradeNo, "total": o.total, "pair": pair}
	for name, value := range signed {
		answer[name] = value
	}
	return 200, answer, nil
}

// GET /api/orders/{outTradeNo} → {outTradeNo, tradeState, total}。说“没付”之前一定先问微信支付。
func query(o order) (int, object, error) {
	said, err := wechatPay("/pay/orderquery", map[string]string{"out_trade_no": o.outTradeNo})
	if err != nil {
		return 0, nil, err
	}
	state := said["trade_state"]
	if said["err_code"] == "ORDERNOTEXIST" {
		state = "NOTPAY"
	} else if said["result_code"] != "SUCCESS" {
		return refused(said)
	} else if said["out_trade_no"] != o.outTradeNo || state == "SUCCESS" && said["total_fee"] != strconv.Itoa(o.total) {
		return 0, nil, errors.New("the query answered for another order or amount")
	}
	// state 是 SUCCESS：在这里把订单记为已付 mark the order as paid here
	return 200, object{"outTradeNo": o.outTradeNo, "tradeState": state, "total": o.total}, nil
}

// 微信支付的原话交给小程序，由它说明原因。
func refused(said map[string]string) (int, object, error) {
	answer := object{"code": "order_refused", "message": said["return_msg"] + " " + said["err_code_des"]}
	for _, name := range []string{"return_code", "return_msg", "result_code", "err_code", "err_code_des"} {
		answer[name] = said[name]
	}
	return 502, answer, nil
}

// ---- 微信支付 API v2：pay.weixin.qq.com/doc/v2/merchant/4011985891（签名）、4011940985（统一下单）----

func sign(fields map[string]string) string {
	names := make([]string, 0, len(fields))
	for name, value := range fields {
		if name != "sign" && value != "" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	var digest hash.Hash = md5.New()
	if signType != "MD5" {
		digest = hmac.New(sha256.New, []byte(key))
	}
	for _, name := range names {
		fmt.Fprintf(digest, "%s=%s&", name, fields[name])
	}
	fmt.Fprintf(digest, "key=%s", key)
	return strings.ToUpper(hex.EncodeToString(digest.Sum(nil)))
}

// 签名、发送、验签。签名不对的应答一律不用。
func wechatPay(path string, fields map[string]string) (map[string]string, error) {
	fields["appid"], fields["mch_id"], fields["sign_type"] = appID, mchID, signType
	fields["nonce_str"] = random()[:32]
	fields["sign"] = sign(fields)
	body := bytes.NewBufferString("<xml>")
	for name, value := range fields {
		fmt.Fprintf(body, "<%s>", name)
		_ = xml.EscapeText(body, []byte(value))
		fmt.Fprintf(body, "</%s>", name)
	}
	body.WriteString("</xml>")
	response, err := client.Post(gateway+path, "text/xml; charset=utf-8", body)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := flat(response.Body)
	if err != nil {
		return nil, err
	}
	if answer["return_code"] == "FAIL" { // 没有签名：除了原因，什么都不取 not signed: take its reason and no more
		return map[string]string{"return_code": "FAIL", "return_msg": answer["return_msg"]}, nil
	}
	if !hmac.Equal([]byte(sign(answer)), []byte(answer["sign"])) || answer["appid"] != appID || answer["mch_id"] != mchID {
		return nil, errors.New("the answer is not signed by WeChat Pay")
	}
	return answer, nil
}

func flat(text io.Reader) (map[string]string, error) {
	fields, name := map[string]string{}, ""
	for decoder := xml.NewDecoder(text); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			return fields, nil
		} else if err != nil {
			return nil, err
		}
		switch part := token.(type) {
		case xml.StartElement:
			name = part.Name.Local
		case xml.CharData:
			if name != "" && name != "xml" {
				fields[name] += string(part)
			}
		case xml.EndElement:
			name = ""
		}
	}
}

// ---- 您的商店与框架的替身 stand-ins for your shop and your framework ----

var nonce = regexp.MustCompile(`^[0-9A-Za-z]{32}$`)
var orderPath = regexp.MustCompile(`^/api/orders/(\w+)(/prepay)?$`)

func route(r *http.Request) (int, object, error) {
	var request struct{ Code, NonceStr, TimeStamp string }
	_ = json.NewDecoder(io.LimitReader(r.Body, 10_000)).Decode(&request) // 没有送来的、类型不对的，都当作没有
	switch r.URL.Path {
	case "/api/login":
		return login(request.Code)
	case "/api/products":
		return 200, object{"products": []object{tea}}, nil
	}
	openid, ok := openids.Load(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	if !ok {
		return 401, object{"code": "not_logged_in", "message": "POST /api/login first"}, nil
	}
	if r.Method == "POST" && r.URL.Path == "/api/orders" {
		o := order{outTradeNo: random()[:28], body: "示例茶店-茶&点心", openid: openid.(string), total: tea["price"].(int)}
		orders.Store(o.outTradeNo, o)
		return 201, object{"outTradeNo": o.outTradeNo, "total": o.total, "body": o.body, "tradeState": "NOTPAY"}, nil
	}
	if match := orderPath.FindStringSubmatch(r.URL.Path); match != nil {
		found, _ := orders.Load(match[1])
		if o, ok := found.(order); ok && o.openid == openid {
			if match[2] != "" {
				return prepay(o, request.NonceStr, request.TimeStamp)
			}
			return query(o)
		}
	}
	return 404, object{"code": "order_not_found", "message": "no such order of yours"}, nil
}

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		status, answer, err := route(r)
		if err != nil {
			log.Print(r.Method, " ", r.URL.Path, ": ", err)
			status = 502
			answer = object{"code": "wechat_unreachable", "message": "WeChat did not answer as it must; see the log"}
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(answer)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:"+env("PORT", "8800"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}

func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// 64 个十六进制字符，取自密码学随机源。
func random() string {
	bytes := make([]byte, 32)
	if _, err := rand.Read(bytes); err != nil {
		panic(err)
	}
	return hex.EncodeToString(bytes)
}
