// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.blob.BlobLocation;
import io.lynchet.testkit.s3.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Failures, with what to do about them. */
final class S3FailureTest {
    private S3Scene scene;

    @BeforeEach
    void start() throws Exception {
        scene = new S3Scene();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    private static String failure(S3Settings settings, String location) {
        S3Target target = new S3Target(settings);
        try {
            BlobLocation place = target.open(location);
            String listing = message(() -> place.list(""));
            assertThat(message(() -> S3Scene.put(place, "a", new byte[1])).replace("write some/app/a", "list objects"))
                    .isEqualTo(listing);
            assertThat(listing + settings).doesNotContain(settings.secretKey());
            return listing;
        } finally {
            target.deactivate();
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static String message(Attempt attempt) {
        return catchThrowableOfType(IOException.class, attempt::run).getMessage();
    }

    @Test
    void wrongKeys_areNamed() {
        URI endpoint = scene.server.endpoint();
        assertThat(failure(S3Scene.settings(endpoint, "unknown", "secret", 0), S3Scene.PLACE))
                .contains("does not know accessKey of io.lynchet.backup.s3", "403 InvalidAccessKeyId");
        assertThat(failure(S3Scene.settings(endpoint, S3Server.ACCESS_KEY, "wrong-secret", 0), S3Scene.PLACE))
                .contains("secretKey of io.lynchet.backup.s3 does not go with accessKey", "403 SignatureDoesNotMatch");
    }

    @Test
    void aMissingBucket_isNamed_andIsNoMissingObject() {
        S3Settings settings = S3Scene.settings(scene.server.endpoint());
        assertThat(failure(settings, "s3://nowhere/some/app"))
                .contains("there is no bucket nowhere", "404 NoSuchBucket");
        S3Target target = new S3Target(settings);
        assertThat(message(() -> target.open("s3://nowhere").read("a"))).contains("there is no bucket nowhere");
        target.deactivate();
    }

    @Test
    void nobodyThere_isSaid() throws IOException {
        URI free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        assertThat(failure(S3Scene.settings(free, "key", "secret-of-nobody", 0), S3Scene.PLACE))
                .contains("can't be reached or does not respond", "endpoint");
        assertThat(failure(
                        S3Scene.settings(URI.create("http://nobody.invalid"), "key", "secret-of-nobody", 0),
                        S3Scene.PLACE))
                .contains("there is no host nobody.invalid", "endpoint or region");
    }

    @Test
    void aServerThatDoesNotAnswer_isGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            S3Settings settings = new S3Settings(
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    "us-east-1",
                    "key",
                    "secret-of-nobody",
                    true,
                    5,
                    1,
                    0,
                    "none");
            assertThat(failure(settings, S3Scene.PLACE)).contains("does not respond");
        }
    }

    @Test
    void refusals_sayWhatToDo() {
        assertThat(refused(403, "AccessDenied", "")).contains("the key may not do this", "bucket pail");
        assertThat(refused(403, "RequestTimeTooSkewed", "")).contains("clock of this machine");
        assertThat(refused(301, "PermanentRedirect", "eu-west-1")).contains("is in region eu-west-1", "Correct region");
        assertThat(refused(400, "AuthorizationHeaderMalformed", "")).contains("another region");
        assertThat(refused(301, null, "")).contains("another region");
        assertThat(refused(503, "SlowDown", "")).contains("Try again later");
        assertThat(refused(418, "Teapot", ""))
                .contains("the server refused it: said \u0020", "418 Teapot")
                .doesNotContain("\n");
    }

    private static String refused(int status, String code, String region) {
        SdkHttpResponse.Builder answer = SdkHttpResponse.builder().statusCode(status);
        if (!region.isEmpty()) {
            answer.putHeader("x-amz-bucket-region", region);
        }
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage("said \n" + "x".repeat(1_000))
                .sdkHttpResponse(answer.build())
                .build();
        S3Exception refusal = (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(details)
                .build();
        String message = S3Failure.of("do it", "pail", refusal).getMessage();
        assertThat(message).startsWith("cannot do it: ").hasSizeLessThan(400);
        return message;
    }
}
