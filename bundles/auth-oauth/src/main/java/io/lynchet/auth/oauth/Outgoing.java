// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Vitals;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Requests to a provider. Redirects are not followed, an answer has at most 1 MiB, and the time for all of it is limited: the client's own
 * limit ends with the headers, and a body that trickles would hold a thread for ever.
 */
final class Outgoing implements AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 1024 * 1024;
    private static final int WAITING_MAX = 1_000;

    private final ThreadPoolExecutor workers;
    private final HttpClient client;
    private final Duration timeout;

    Outgoing(int connectTimeoutMillis, int requestTimeoutMillis) {
        timeout = Duration.ofMillis(requestTimeoutMillis);
        workers = new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), task -> {
            Thread worker = new Thread(task, "lynchet-oauth");
            worker.setDaemon(true);
            return worker;
        });
        workers.allowCoreThreadTimeOut(true);
        client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofMillis(connectTimeoutMillis))
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(workers)
                .build();
    }

    /** @param bearer access token, or null for none */
    JsonNode get(URI address, String bearer) {
        return json(text(address, bearer));
    }

    /** The body of a 200 as text. */
    String text(URI address, String bearer) {
        HttpRequest.Builder request = to(address);
        return send(bearer == null ? request : request.header("Authorization", "Bearer " + bearer));
    }

    /** @param authorization header, or null for none */
    JsonNode post(URI address, Map<String, String> form, String authorization) {
        HttpRequest.Builder request = to(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
        return json(send(authorization == null ? request : request.header("Authorization", authorization)));
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder to(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("User-Agent", "lynchet");
    }

    private String send(HttpRequest.Builder builder) {
        HttpRequest request;
        try {
            request = builder.build();
        } catch (IllegalArgumentException e) {
            throw new UnconfirmedException("a header or address that can't be sent");
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new LimitedBody(ANSWER_BYTES_MAX));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new UnconfirmedException(where(request) + " answers " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw new UnconfirmedException(where(request) + " does not answer in time");
        } catch (ExecutionException e) {
            Vitals.suffered(e);
            throw new UnconfirmedException(where(request) + " can't be reached or breaks off", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnconfirmedException("interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private static String where(HttpRequest request) {
        return request.uri().getHost() + request.uri().getRawPath();
    }

    private static JsonNode json(String text) {
        try {
            return JsonTree.read(text, "$");
        } catch (LynchetException e) {
            // Without the cause: its message may quote what the provider sent.
            throw new UnconfirmedException("an answer that is not JSON");
        }
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
