// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.http.Response;
import io.lynchet.json.JsonTree;
import io.lynchet.testkit.data.ServedApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The router over the real data service, spoken to without a socket. The tokens are {@code admin}, {@code u1} and {@code u2}. */
final class TestServer implements AutoCloseable {
    /** The clock of the request limits, which are off unless a property says otherwise. */
    final AtomicLong nanos = new AtomicLong();

    final HttpRouter router;
    final ServedApp app;

    record Answer(int status, Map<String, String> headers, String type, String body) {
        Object json() {
            return JsonTree.read(body.getBytes(StandardCharsets.UTF_8)).plain();
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> object() {
            return (Map<String, Object>) json();
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> error() {
            return (Map<String, Object>) object().get("error");
        }

        String code() {
            return (String) error().get("code");
        }
    }

    TestServer(Path folder, Object... config) {
        this(folder, Map.of("lynchet.version", "9.9.9"), config);
    }

    TestServer(Path folder, Map<String, String> properties, Object... config) {
        try {
            app = new ServedApp(folder, manifest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> all = new HashMap<>(properties);
        all.put("lynchet.app", folder.toString());
        all.putIfAbsent("lynchet.rate.limit", "off");
        router = new HttpRouter(all::get, config(config), nanos::get);
        router.bindData(app.service());
        router.bindAuthenticator(credentials -> switch (credentials.bearerToken()) {
            case "admin" -> Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null);
            case "u1", "u2" -> Caller.unlimited(Principal.user(credentials.bearerToken()), Caller.Kind.SESSION, "s1");
            case "reader" -> new Caller(Principal.user("u1"), Caller.Kind.API_KEY, "k1", Set.of(Caller.READ));
            default -> throw new LynchetException(ErrorCode.UNAUTHENTICATED, "The token is not valid.");
        });
    }

    static String manifest() throws IOException {
        try (InputStream in = TestServer.class.getResourceAsStream("/manifest.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static HttpRouter.Config config(Object... keysAndValues) {
        Map<String, Object> set = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            set.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return (HttpRouter.Config) Proxy.newProxyInstance(
                TestServer.class.getClassLoader(),
                new Class<?>[] {HttpRouter.Config.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    Answer call(FakeInbound inbound) {
        return answer(router.answer(inbound));
    }

    static Answer answer(Response given) {
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

    /** @param who a token, or null */
    Answer send(String who, String method, String target, String body) {
        FakeInbound inbound = new FakeInbound(method, target, body).with("Content-Type", "application/json");
        return call(who == null ? inbound : inbound.with("Authorization", "Bearer " + who));
    }

    Answer get(String who, String target) {
        return send(who, "GET", target, "");
    }

    Answer post(String who, String target, String body) {
        return send(who, "POST", target, body);
    }

    /** Inserts and answers the id. */
    String insert(String who, String entity, String body) {
        Answer answer = post(who, "/api/entities/" + entity, body);
        if (answer.status() != 201) {
            throw new AssertionError(answer.toString());
        }
        return (String) answer.object().get("id");
    }

    @Override
    public void close() {
        app.close();
    }
}
