// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Router;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.json.JsonTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A client of a router without a socket. It waits for promised responses. */
public class RouterClient {
    /**
     * The authenticator of the tokens {@code admin}, {@code u1}, {@code u2}, and {@code reader}, a read-only key of u1.
     */
    public static final Authenticator TOKENS = credentials -> switch (credentials.bearerToken()) {
        case "admin" -> Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null);
        case "u1", "u2" -> Caller.unlimited(Principal.user(credentials.bearerToken()), Caller.Kind.SESSION, "s1");
        case "reader" -> new Caller(Principal.user("u1"), Caller.Kind.API_KEY, "k1", Set.of(Caller.READ));
        default -> throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The token is not valid.");
    };

    private final Router asked;

    public RouterClient(Router asked) {
        this.asked = asked;
    }

    /** A whole response. */
    public record Answer(int status, Map<String, String> headers, String type, String body) {
        public Object json() {
            return JsonTree.read(body.getBytes(StandardCharsets.UTF_8)).plain();
        }

        @SuppressWarnings("unchecked")
        public Map<String, Object> object() {
            return (Map<String, Object>) json();
        }

        @SuppressWarnings("unchecked")
        public Map<String, Object> error() {
            return (Map<String, Object>) object().get("error");
        }

        public String code() {
            return (String) error().get("code");
        }
    }

    public Answer call(FakeInbound inbound) {
        return answer(asked.answer(inbound));
    }

    /** Reads the whole of a response, which is then marked as gone. */
    public static Answer answer(Response given) {
        Response response = given.stage() == null
                ? given
                : given.stage().toCompletableFuture().join();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Response.Header header : response.headers()) {
            String before = headers.put(header.name(), header.value());
            if (before != null && !header.name().equals("Vary")) {
                throw new AssertionError("the header " + header.name() + " is there twice");
            }
        }
        byte[] body = response.bytes();
        if (body == null) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                response.writer().writeTo(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            body = out.toByteArray();
        }
        response.gone();
        return new Answer(response.status(), headers, response.contentType(), new String(body, StandardCharsets.UTF_8));
    }

    /**
     * Sends a request.
     *
     * @param who a token, or null
     */
    public Answer send(String who, String method, String target, String body) {
        FakeInbound inbound = new FakeInbound(method, target, body).with("Content-Type", "application/json");
        return call(who == null ? inbound : inbound.with("Authorization", "Bearer " + who));
    }

    public Answer get(String who, String target) {
        return send(who, "GET", target, "");
    }

    public Answer post(String who, String target, String body) {
        return send(who, "POST", target, body);
    }

    /** Inserts a row and returns its id. */
    public String insert(String who, String entity, String body) {
        Answer answer = post(who, "/api/entities/" + entity, body);
        if (answer.status() != 201) {
            throw new AssertionError(answer.toString());
        }
        return (String) answer.object().get("id");
    }
}
