# The sandbox's doors, a merchant's address for notifications, and a list of what held: one line of JSON for
# each check. The sandbox is started by python.test.js. Never here: an SDK.

import json
import os
import threading
import traceback
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BASE = os.environ['WXPAY_GATEWAY']
OK_V2 = '<xml><return_code><![CDATA[SUCCESS]]></return_code></xml>'


def env(name):
    return os.environ[name]


def pem(name):
    with open(env(name), encoding='utf-8') as file:
        return file.read()


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data=data, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        return json.load(answer)


def log_in():
    return call('POST', '/_sandbox/login', {})['openid']


def open_cashier(parameters):
    return call('POST', '/_sandbox/cashier', dict(parameters, appId=env('WXPAY_APPID')))


def pay(parameters):
    opened = open_cashier(parameters)
    assert opened['state'] == 'open', opened
    return call('POST', '/_sandbox/cashier/%s/pay' % opened['id'], {})


def advance(seconds):
    call('POST', '/_sandbox/clock', {'advanceSeconds': seconds})


def settings(**changed):
    call('PUT', '/_sandbox/settings', changed)


def last_notification():
    return call('GET', '/_sandbox/notifications?wait=20')['notifications'][-1]


def send(notification, shape):
    answers = call('POST', '/_sandbox/notifications/%s/send' % notification['id'], {'as': shape})
    return answers['answers'][0]['accepted']


class Fault:
    """A fault for as long as the block takes."""

    def __init__(self, **rule):
        self.rule = rule

    def __enter__(self):
        call('POST', '/_sandbox/faults', self.rule)

    def __exit__(self, *_):
        call('DELETE', '/_sandbox/faults')


def receiver(take):
    """Hands each request to take(headers, body), which gives status and body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers['content-length'])).decode()
            try:
                status, text = take(self.headers, body)
            except Exception as error:  # whatever the SDK raises is a refusal
                status, text = 500, repr(error)
            self.send_response(status)
            self.end_headers()
            if status != 204:
                self.wfile.write(text.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return lambda path: 'http://127.0.0.1:%d%s' % (server.server_port, path)


def refuses(error, act):
    """Whether act() raises this error."""
    try:
        act()
    except error:
        return True
    return False


def run(checks):
    for check in checks:
        told = {'name': check.__doc__}
        try:
            check()
        except Exception:
            told['why'] = traceback.format_exc()
        print(json.dumps(told), flush=True)
