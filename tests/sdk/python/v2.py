# wechatpy as a merchant of API v2: from the order to the refund, and what it notices.

from wechatpy.exceptions import InvalidSignatureException, WeChatPayException
from wechatpy.pay import WeChatPay

from town import OK_V2, Fault, advance, env, last_notification, log_in, open_cashier, pay, receiver
from town import BASE, refuses, run, send, settings

got = []


def client(key=None):
    made = WeChatPay(env('WXPAY_APPID'), key or env('WXPAY_API_V2_KEY'), env('WXPAY_MCH_ID'), timeout=30)
    # the SDK has WeChat's address built in
    made.API_BASE_URL = BASE + '/'
    made._http.trust_env = False
    return made


wxpay = client()


def take(_headers, body):
    if 'req_info' in body:
        got.append(wxpay.parse_refund_notify_result(body))
    else:
        got.append(wxpay.parse_payment_result(body))
    return 200, OK_V2


url = receiver(take)
openid = log_in()


def prepay(number, by=wxpay):
    order = by.order.create(
        trade_type='JSAPI', body='沙箱商店-苹果', total_fee=100, notify_url=url('/notify/v2'),
        client_ip='127.0.0.1', user_id=openid, out_trade_no=number)
    return order['prepay_id']


def paid():
    """an order is paid, told, found, refunded"""
    pay(wxpay.jsapi.get_jsapi_params(prepay('py-v2-1')))
    assert last_notification()['state'] == 'delivered', last_notification()
    assert (got[-1]['out_trade_no'], got[-1]['total_fee']) == ('py-v2-1', 100)
    found = wxpay.order.query(out_trade_no='py-v2-1')
    assert (found['trade_state'], found['transaction_id']) == ('SUCCESS', got[-1]['transaction_id'])
    wxpay.refund.apply(
        total_fee=100, refund_fee=30, out_refund_no='py-v2-r', out_trade_no='py-v2-1', notify_url=url('/refund/v2'))
    advance(10)
    assert last_notification()['state'] == 'delivered', last_notification()
    assert (got[-1]['refund_status'], got[-1]['refund_fee']) == ('SUCCESS', 30)
    refunded = wxpay.refund.query(out_trade_no='py-v2-1')
    assert refunded['refund_status_0'] == 'SUCCESS', refunded


def closed():
    """an unpaid order is closed"""
    prepay('py-v2-2')
    assert wxpay.order.close('py-v2-2')['result_code'] == 'SUCCESS'
    assert wxpay.order.query(out_trade_no='py-v2-2')['trade_state'] == 'CLOSED'


def another_key():
    """twins: another key is refused, and its pay sign opens no cashier"""
    other = client('k' * 32)
    assert refuses(WeChatPayException, lambda: prepay('py-v2-3', other))
    assert open_cashier(other.jsapi.get_jsapi_params(prepay('py-v2-3')))['state'] == 'refused'


def wrong_notifications():
    """twins: every notification that is wrong is refused by the client"""
    settings(holdNotifications=True)
    pay(wxpay.jsapi.get_jsapi_params(prepay('py-v2-4')))
    held = last_notification()
    for shape in ['wrong_signature', 'tampered', 'unsigned']:
        assert not send(held, shape), shape
    assert refuses(InvalidSignatureException, lambda: wxpay.parse_payment_result('<xml><a>1</a></xml>'))
    assert send(held, 'right')


def wrong_answer():
    """not noticed by the client: an answer whose signature is wrong"""
    with Fault(kind='wrong_signature'):
        answer = wxpay.order.query(out_trade_no='py-v2-1')
    assert not wxpay.check_signature(answer)
    # it can tell when it is asked to, which nobody does
    assert wxpay.check_signature(wxpay.order.query(out_trade_no='py-v2-1'))


run([paid, closed, another_key, wrong_notifications, wrong_answer])
