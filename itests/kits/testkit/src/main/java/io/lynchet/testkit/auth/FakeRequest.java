// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.CredentialRecheck;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request as a route gets it, built step by step. By default it is anonymous, over TLS and from 192.0.2.1. */
public final class FakeRequest implements Request {
    private final HttpMethod method;
    private final String path;
    private final Map<String, String> pathParameters = new LinkedHashMap<>();
    private final Map<String, List<String>> queryParameters = new LinkedHashMap<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private byte[] body = {};
    private Caller caller = Caller.ANONYMOUS;
    private String address = "192.0.2.1";
    private boolean secure = true;

    private FakeRequest(HttpMethod method, String path) {
        this.method = method;
        this.path = path;
    }

    public static FakeRequest of(HttpMethod method, String path) {
        return new FakeRequest(method, path);
    }

    public static FakeRequest get(String path) {
        return of(HttpMethod.GET, path);
    }

    /**
     * Returns a POST request.
     *
     * @param json single quotes stand for double ones, as in {@code {'email':'ada@example.org'}}
     */
    public static FakeRequest post(String path, String json) {
        return of(HttpMethod.POST, path).json(json);
    }

    /**
     * Sets the body.
     *
     * @param json single quotes stand for double ones
     */
    public FakeRequest json(String json) {
        headers.put("Content-Type", "application/json");
        return body(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    public FakeRequest body(byte[] newBody) {
        body = newBody.clone();
        return this;
    }

    public FakeRequest with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public FakeRequest pathParameter(String name, String value) {
        pathParameters.put(name, value);
        return this;
    }

    public FakeRequest query(String name, String value) {
        queryParameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        return this;
    }

    /** Sets a user in a session with this id as the caller. */
    public FakeRequest session(String userId, String sessionId) {
        return by(Caller.unlimited(Principal.user(userId), Caller.Kind.SESSION, sessionId));
    }

    /** Sets a user with an unrestricted API key as the caller. */
    public FakeRequest apiKey(String userId) {
        return by(Caller.unlimited(Principal.user(userId), Caller.Kind.API_KEY, "key-1"));
    }

    public FakeRequest admin() {
        return by(Caller.unlimited(Principal.ADMIN, Caller.Kind.ADMIN_TOKEN, null));
    }

    public FakeRequest by(Caller newCaller) {
        caller = newCaller;
        return this;
    }

    public FakeRequest from(String newAddress) {
        address = newAddress;
        return this;
    }

    public FakeRequest insecure() {
        secure = false;
        return this;
    }

    @Override
    public String id() {
        return "request-1";
    }

    @Override
    public HttpMethod method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(path + " has no parameter " + name);
        }
        return value;
    }

    @Override
    public Map<String, List<String>> queryParameters() {
        return queryParameters;
    }

    @Override
    public String queryParameter(String name) {
        List<String> values = queryParameters.get(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            throw new LynchetException(ErrorCode.INVALID_PARAMETER, "The parameter " + name + " occurs twice.");
        }
        return values.get(0);
    }

    @Override
    public String header(String name) {
        return headers.get(name);
    }

    @Override
    public Principal principal() {
        return caller.principal();
    }

    @Override
    public CredentialRecheck callerCheck() {
        return () -> caller;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public String remoteAddress() {
        return address;
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public InputStream bodyStream() {
        return new ByteArrayInputStream(body);
    }
}
