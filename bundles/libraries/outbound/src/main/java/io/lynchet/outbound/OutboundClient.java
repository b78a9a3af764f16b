// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.outbound;

import io.lynchet.api.loop.Vitals;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client of other servers. Redirects are not followed: the configured address is trusted, and no other. Size and
 * total time of a response are limited: the limit of Java's client ends with the headers, and a body that trickles
 * would block a thread for ever. Thread-safe.
 */
public final class OutboundClient implements AutoCloseable {
    private final Duration timeout;
    private final ThreadPoolExecutor workers;
    private final HttpClient client;

    /**
     * Creates the client. Its two threads come with the first request and go ten seconds after the last one.
     *
     * @param threads the name of its threads
     * @param waitingMax the most tasks of running requests that wait for a thread
     * @param timeout the time for a whole response
     */
    public OutboundClient(String threads, int waitingMax, Duration connectTimeout, Duration timeout) {
        this.timeout = timeout;
        workers = new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waitingMax), task -> {
            Thread worker = new Thread(task, threads);
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

    /** Returns a request for JSON from an address, to be completed. */
    public HttpRequest.Builder to(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("User-Agent", "lynchet");
    }

    /**
     * Sends a request and returns its whole response, whatever the status. Blocks for at most the timeout. Fails with
     * {@link HttpTimeoutException} when the time is over, and with another {@link IOException} when there is no whole
     * response or the thread is interrupted. The messages are for the log.
     */
    public HttpResponse<byte[]> send(HttpRequest request, int bytesMax) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new LimitedBody(bytesMax));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no response in time");
        } catch (ExecutionException e) {
            Vitals.suffered(e);
            throw new IOException("the response is incomplete: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
