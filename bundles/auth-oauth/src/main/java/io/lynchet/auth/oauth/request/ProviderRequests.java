// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.request;

import io.lynchet.api.LynchetException;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.outbound.OutboundClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The requests to a provider. Redirects are not followed, a response has at most 1 MiB, and its total time is limited.
 */
public final class ProviderRequests implements AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 1024 * 1024;
    private static final int WAITING_MAX = 1_000;

    private final OutboundClient client;

    public ProviderRequests(int connectTimeoutMillis, int requestTimeoutMillis) {
        client = new OutboundClient(
                "lynchet-oauth",
                WAITING_MAX,
                Duration.ofMillis(connectTimeoutMillis),
                Duration.ofMillis(requestTimeoutMillis));
    }

    /**
     * Gets a document as JSON.
     *
     * @param bearer the access token, or null for none
     */
    public JsonNode get(URI address, String bearer) {
        return json(text(address, bearer));
    }

    /** Returns the body of a 200 as text. */
    public String text(URI address, String bearer) {
        HttpRequest.Builder request = client.to(address);
        return send(bearer == null ? request : request.header("Authorization", "Bearer " + bearer));
    }

    /**
     * Posts a form and returns the JSON of the response.
     *
     * @param authorization the header, or null for none
     */
    public JsonNode post(URI address, Map<String, String> form, String authorization) {
        HttpRequest.Builder request = client.to(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
        return json(send(authorization == null ? request : request.header("Authorization", authorization)));
    }

    public static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String send(HttpRequest.Builder builder) {
        HttpRequest request;
        try {
            request = builder.build();
        } catch (IllegalArgumentException e) {
            throw new IdentityUnconfirmedException("a header or address that can't be sent");
        }
        HttpResponse<byte[]> response;
        try {
            response = client.send(request, ANSWER_BYTES_MAX);
        } catch (HttpTimeoutException e) {
            throw new IdentityUnconfirmedException(where(request) + " does not respond in time");
        } catch (InterruptedIOException e) {
            throw new IdentityUnconfirmedException("interrupted");
        } catch (IOException e) {
            throw new IdentityUnconfirmedException(
                    where(request) + " can't be reached, or the connection breaks", e.getCause());
        }
        if (response.statusCode() != 200) {
            throw new IdentityUnconfirmedException(where(request) + " responds with " + response.statusCode());
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String where(HttpRequest request) {
        return request.uri().getHost() + request.uri().getRawPath();
    }

    private static JsonNode json(String text) {
        try {
            return JsonTree.read(text, "$");
        } catch (LynchetException e) {
            // Without the cause: its message may quote the response.
            throw new IdentityUnconfirmedException("a response that is not JSON");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
