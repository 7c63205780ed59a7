# wechatpayv3 as a merchant of API v3: from the order to the refund, and what it notices.

import json
import os
import shutil
import tempfile
import time
import uuid

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from wechatpayv3 import WeChatPay, WeChatPayType

from town import BASE, Fault, advance, env, last_notification, log_in, open_cashier, pay, pem, receiver
from town import refuses, run, send, settings

got = []


def client(private_key=None, cert_dir=None):
    keys = {} if cert_dir else {'public_key': pem('WXPAY_PUBLIC_KEY_FILE'), 'public_key_id': env('WXPAY_PUBLIC_KEY_ID')}
    made = WeChatPay(
        wechatpay_type=WeChatPayType.MINIPROG, mchid=env('WXPAY_MCH_ID'),
        private_key=private_key or pem('WXPAY_PRIVATE_KEY_FILE'), cert_serial_no=env('WXPAY_MCH_SERIAL'),
        appid=env('WXPAY_APPID'), apiv3_key=env('WXPAY_API_V3_KEY'), notify_url=url('/notify/v3'),
        cert_dir=cert_dir, timeout=(10, 30), proxy={'http': '', 'https': ''}, **keys)
    # the SDK has WeChat's address built in
    made._core._gate_way = BASE
    return made


def take(headers, body):
    told = wxpay.callback(headers, body)
    if not told:
        return 401, ''
    got.append(told)
    return 204, ''


url = receiver(take)
wxpay = client()
openid = log_in()


def prepay(number, by=None):
    code, message = (by or wxpay).pay(
        description='沙箱商店-苹果', out_trade_no=number, amount={'total': 100}, payer={'openid': openid})
    assert code == 200, (code, message)
    return json.loads(message)['prepay_id']


def parameters(prepay_id, by=None):
    timestamp, nonce = str(int(time.time())), uuid.uuid4().hex
    package = 'prepay_id=' + prepay_id
    sign = (by or wxpay).sign([env('WXPAY_APPID'), timestamp, nonce, package])
    return {'timeStamp': timestamp, 'nonceStr': nonce, 'package': package, 'signType': 'RSA', 'paySign': sign}


def journey(number, by):
    pay(parameters(prepay(number, by), by))
    assert last_notification()['state'] == 'delivered', last_notification()
    told = got[-1]
    assert told['event_type'] == 'TRANSACTION.SUCCESS'
    assert told['resource']['out_trade_no'] == number
    code, message = by.query(out_trade_no=number)
    assert (code, json.loads(message)) == (200, told['resource']), message
    code, message = by.query(transaction_id=told['resource']['transaction_id'])
    assert (code, json.loads(message)) == (200, told['resource']), message
    code, message = by.refund(
        out_refund_no='r-' + number, out_trade_no=number, notify_url=url('/refund/v3'),
        amount={'refund': 30, 'total': 100, 'currency': 'CNY'})
    assert code == 200 and json.loads(message)['status'] == 'PROCESSING', message
    advance(10)
    assert last_notification()['state'] == 'delivered', last_notification()
    assert got[-1]['resource']['refund_status'] == 'SUCCESS'
    code, message = by.query_refund('r-' + number)
    assert (code, json.loads(message)['status']) == (200, 'SUCCESS'), message


def with_public_key():
    """an order is paid, told, found, refunded (public key)"""
    journey('py-v3-1', wxpay)


def with_certificate():
    """an order is paid, told, found, refunded (platform certificate, downloaded too)"""
    global wxpay
    settings(signedWith='certificate')
    before = wxpay
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(env('WXPAY_PLATFORM_CERTIFICATE_FILE'), os.path.join(folder, 'platform.pem'))
        wxpay = client(cert_dir=folder)
        wxpay._core._update_certificates()
        assert len(wxpay._core._certificates) == 1
        journey('py-v3-2', wxpay)
    wxpay = before
    settings(signedWith='public_key')


def closed():
    """an unpaid order is closed"""
    prepay('py-v3-3')
    code, message = wxpay.close('py-v3-3')
    assert code == 204, (code, message)
    assert json.loads(wxpay.query(out_trade_no='py-v3-3')[1])['trade_state'] == 'CLOSED'


def another_key():
    """twins: another private key is 401, and its pay sign opens no cashier"""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    other = client(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
    code, message = other.query(out_trade_no='py-v3-1')
    assert (code, json.loads(message)['code']) == (401, 'SIGN_ERROR'), message
    assert open_cashier(parameters(prepay('py-v3-4'), other))['state'] == 'refused'


def wrong_answer():
    """twins: an answer with another signature is refused by the client"""
    with Fault(kind='wrong_signature'):
        assert refuses(Exception, lambda: wxpay.query(out_trade_no='py-v3-1'))


def wrong_notifications():
    """twins: a notification that is wrong is refused by the client"""
    settings(holdNotifications=True)
    pay(parameters(prepay('py-v3-5')))
    held = last_notification()
    for shape in ['probe', 'wrong_signature', 'tampered', 'unsigned']:
        assert not send(held, shape), shape
    assert send(held, 'right')


def old():
    """not noticed by the client: a notification that is ten minutes old"""
    assert send(last_notification(), 'old')


run([with_public_key, with_certificate, closed, another_key, wrong_answer, wrong_notifications, old])
