// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.loop.Vitals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets the document with an issuer's keys. Redirects are not followed: the address that was configured is the one that is trusted. Size and
 * time of an answer are limited, and the time includes the body, which could trickle.
 */
final class KeyDownload implements AutoCloseable {
    static final int BYTES_MAX = 256 * 1024;

    private final URI address;
    private final Duration timeout;
    private final ThreadPoolExecutor workers;
    private final HttpClient client;

    KeyDownload(URI address, Duration connectTimeout, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
        workers = new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(100), task -> {
            Thread worker = new Thread(task, "lynchet-jwt-keys");
            worker.setDaemon(true);
            return worker;
        });
        workers.allowCoreThreadTimeOut(true);
        client = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(workers)
                .build();
    }

    /** The body of a 200. The reason in an exception is for the log. */
    byte[] get() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("User-Agent", "lynchet")
                .build();
        Body body = new Body();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArrayConsumer(body::take));
        try {
            CompletableFuture.anyOf(answer, body.tooLarge).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            int status = answer.join().statusCode();
            if (status != 200) {
                throw new IOException("the answer's status is " + status);
            }
            return body.bytes();
        } catch (TimeoutException e) {
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            Vitals.suffered(e);
            throw new IOException("no whole answer: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    /** Gathers a body; written by the client's threads. Keeps nothing beyond the limit until the request is cancelled. */
    private static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final CompletableFuture<Void> tooLarge = new CompletableFuture<>();

        synchronized void take(Optional<byte[]> part) {
            if (part.isEmpty() || tooLarge.isDone()) {
                return;
            }
            if (bytes.size() + part.get().length > BYTES_MAX) {
                tooLarge.completeExceptionally(new IOException("more than " + BYTES_MAX + " bytes"));
                return;
            }
            bytes.writeBytes(part.get());
        }

        synchronized byte[] bytes() throws IOException {
            if (tooLarge.isDone()) {
                throw new IOException("more than " + BYTES_MAX + " bytes");
            }
            return bytes.toByteArray();
        }
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
