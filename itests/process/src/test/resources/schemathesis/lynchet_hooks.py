# SPDX-License-Identifier: Apache-2.0
# Copyright the Lynchet authors.
"""What the run of Schemathesis in OpenApiRequestsIT does beside its own checks.

LYNCHET_TEST_CALLER is admin, user or anonymous, LYNCHET_TEST_ADMIN the admin's token, LYNCHET_TEST_SERVER the address, and
LYNCHET_TEST_SEEN a file that gets a line for each answer to what fits the document: the operation, a tab, the status.
"""

import base64
import collections
import hmac
import itertools
import json
import os
import struct
import time
import urllib.request

import schemathesis

CALLER = os.environ["LYNCHET_TEST_CALLER"]
ADMIN = os.environ["LYNCHET_TEST_ADMIN"]
SERVER = os.environ["LYNCHET_TEST_SERVER"]
SEEN = open(os.environ["LYNCHET_TEST_SEEN"], "a", encoding="utf-8")
PASSWORD = "seven slow snails sail south"

# Those of the transport, and those that the document tells once, in its description.
OF_EVERY_ANSWER = {
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "transfer-encoding",
    "cache-control",
    "permissions-policy",
    "referrer-policy",
    "vary",
    "x-content-type-options",
    "x-frame-options",
}

# What the router refuses whatever the operation.
OF_ROUTER = ["POLICY_DENIED", "FORBIDDEN", "NOT_FOUND", "ENTITY_NOT_FOUND", "RATE_LIMITED", "UNAUTHENTICATED"]

numbers = itertools.count(1)


def address():
    """Limits count by address, so that each request comes from another one."""
    number = next(numbers)
    return f"198.{18 + number // 65536 % 2}.{number // 256 % 256}.{number % 256}"


def post(path, body, token=None):
    # As a page of the server's own, which in development is told what would be mailed.
    headers = {"Content-Type": "application/json", "X-Forwarded-For": address(), "Origin": SERVER}
    if token:
        headers["Authorization"] = "Bearer " + token
    request = urllib.request.Request(SERVER + path, json.dumps(body).encode(), headers, method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


class User:
    """Somebody signed in: another account when theirs has been deleted, another session when that has been ended."""

    def __init__(self):
        self.made = 0
        self.register()

    def register(self):
        self.made += 1
        self.email = f"visitor{self.made}@example.org"
        registered = post("/api/auth/password/register", {"email": self.email, "password": PASSWORD})
        self.id = registered["user_id"]
        self.token = registered["token"]
        self.code = registered["dev_code"]

    def follow(self, operation, status):
        if operation == "DELETE /api/auth/account" and status == 200:
            self.register()
        elif status == 401 or operation == "POST /api/auth/refresh" or "session" in operation:
            self.token = post("/api/auth/session", {"user_id": self.id}, ADMIN)["token"]


USER = User() if CALLER == "user" else None


def current_password(body):
    body["current_password"] = body["new_password"] = PASSWORD


def own_password(body):
    body["password"] = PASSWORD


def credentials(body):
    body.update(email=USER.email, password=PASSWORD)


def mailed_code(body):
    body["email"] = f"reader{next(numbers)}@example.org"
    body["code"] = post("/api/auth/magic/send", {"email": body["email"]})["dev_code"]


def mailed_token(body):
    body["token"] = post("/api/auth/password/reset/request", {"email": USER.email})["dev_token"]
    body["new_password"] = PASSWORD


def code_of_the_address(body):
    body["code"] = USER.code


def code_of_the_app(body):
    """RFC 6238, for a secret that has just been made."""
    secret = post("/api/auth/totp/enroll", {}, USER.token)["secret"]
    step = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), step, "sha1").digest()
    number = struct.unpack_from(">I", digest, digest[-1] & 15)[0] & 0x7FFFFFFF
    body["code"] = f"{number % 1_000_000:06}"


# What nobody can guess, and for how many requests it is told: most of it is good for one, and limited.
KNOWN = {
    "POST /api/auth/password/change": (current_password, 1000),
    "POST /api/auth/email/change": (own_password, 1000),
    "POST /api/auth/password/login": (credentials, 1000),
    "POST /api/auth/magic/verify": (mailed_code, 3),
    "POST /api/auth/password/reset/complete": (mailed_token, 1),
    "POST /api/auth/email/verify": (code_of_the_address, 1),
    "POST /api/auth/totp/verify": (code_of_the_app, 1),
}
told = collections.Counter()


def tell(case):
    """Puts what nobody can guess into a request that fits."""
    operation = case.operation.label
    if operation == "POST /api/auth/upgrade":
        case.headers["Authorization"] = "Bearer " + post("/api/auth/guest", {})["token"]
    fill, times = KNOWN.get(operation, (None, 0))
    if isinstance(case.body, dict) and told[operation] < times:
        told[operation] += 1
        fill(case.body)


def fits(case):
    return case.meta is None or case.meta.generation.mode.is_positive


def is_of(response, case):
    """Or else it was one that the document has no operation for, such as OPTIONS, which is the router's."""
    return response.request.method.upper() == case.operation.method.upper()


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.headers is None:
        case.headers = {}
    case.headers["X-Forwarded-For"] = address()
    token = ADMIN if CALLER == "admin" else USER.token if USER else None
    if token:
        case.headers["Authorization"] = "Bearer " + token
    if USER is not None and fits(case):
        tell(case)


@schemathesis.hook
def after_call(context, case, response):
    if fits(case) and is_of(response, case):
        SEEN.write(f"{case.operation.label}\t{response.status_code}\n")
        SEEN.flush()
    if USER is not None:
        USER.follow(case.operation.label, response.status_code)


@schemathesis.serializer("application/x-ndjson", "application/ndjson", "application/jsonl")
def lines(context, value):
    rows = value if isinstance(value, list) else [value]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@schemathesis.check
def described(context, response, case):
    """Every header and every body that is sent is in the document."""
    definition = case.operation.responses.find_by_status_code(response.status_code)
    assert definition is not None, f"status {response.status_code} is not described"
    if not is_of(response, case):
        return
    told = {name.lower() for name in definition.definition.get("headers", {})}
    sent = {name.lower() for name in response.headers}
    assert not sent - told - OF_EVERY_ANSWER, f"not described: {sorted(sent - told - OF_EVERY_ANSWER)}"
    if response.content:
        assert definition.definition.get("content"), "a body, but the document has none"
    # A status that an operation names is no licence for other codes with that status.
    named = definition.definition.get("x-codes")
    if named and fits(case):
        code = json.loads(response.content)["error"]["code"]
        assert code in named + OF_ROUTER, f"{code} is not among {named}"
