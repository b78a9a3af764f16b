// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.server;

import io.lynchet.itests.bench.load.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Single requests to a server, for what happens before a run: seeding and trying each request once. */
public final class Server {

    /** An answer as text. */
    public record Answer(int status, String body) {

        public boolean ok() {
            return status >= 200 && status <= 299;
        }

        /** The answer cut to fit a message. */
        public String brief() {
            return status + " " + (body.length() > 300 ? body.substring(0, 300) + "..." : body);
        }
    }

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"(\\w+)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Target target;
    private final Optional<String> token;

    public Server(Target target, Optional<String> token) {
        this.target = target;
        this.token = token;
    }

    public Target target() {
        return target;
    }

    Answer get(String path) throws BenchException, InterruptedException {
        return exchange(request(path).GET());
    }

    public Answer post(String path, String json) throws BenchException, InterruptedException {
        return exchange(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Inserts a row and returns its id. */
    public String inserted(String path, String json) throws BenchException, InterruptedException {
        Answer answer = post(path, json);
        Matcher id = ID.matcher(answer.body());
        if (!answer.ok() || !id.find()) {
            throw new BenchException(1, "inserting a row at " + target + " answered " + answer.brief());
        }
        return id.group(1);
    }

    public void patched(String path, String json) throws BenchException, InterruptedException {
        Answer answer = exchange(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
        if (!answer.ok()) {
            throw new BenchException(1, "updating a row at " + target + " answered " + answer.brief());
        }
    }

    /** The token of a new session. */
    public String guestToken() throws BenchException, InterruptedException {
        Answer answer = post("/api/auth/guest", "{}");
        Matcher token = TOKEN.matcher(answer.body());
        if (answer.status() != 201 || !token.find()) {
            throw new BenchException(1, "no guest's session from " + target + ": status " + answer.status());
        }
        return token.group(1);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target.resolve(path)).timeout(Duration.ofSeconds(60));
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        return request;
    }

    private Answer exchange(HttpRequest.Builder request) throws BenchException, InterruptedException {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            String plain = e instanceof ConnectException
                    ? "connection refused"
                    : e.getClass().getSimpleName();
            String why = e.getMessage() == null ? plain : e.getMessage();
            throw new BenchException(69, "no answer from " + target + ": " + why + " (is the server running?)");
        }
    }
}
