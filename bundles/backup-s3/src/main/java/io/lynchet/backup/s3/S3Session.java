// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * The client of one configuration, with its connections. It sets everything that the library would otherwise look for
 * in the machine's files, variables and network.
 */
final class S3Session implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 8;
    /** A part that takes longer is given up: a very slow server would otherwise hold a backup forever. */
    private static final Duration ATTEMPT_MAX = Duration.ofMinutes(15);

    private final S3Settings settings;
    private final SdkHttpClient http;
    private final S3Client client;
    private volatile boolean closed;

    private S3Session(S3Settings settings, SdkHttpClient http, S3Client client) {
        this.settings = settings;
        this.http = http;
        this.client = client;
    }

    static S3Session open(S3Settings settings) {
        Duration timeout = Duration.ofSeconds(settings.timeoutSeconds());
        SdkHttpClient http = Apache5HttpClient.builder()
                .connectionTimeout(timeout)
                .socketTimeout(timeout)
                .connectionAcquisitionTimeout(timeout)
                .maxConnections(CONNECTIONS_MAX)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useEnvironmentVariableValues(false)
                        .build())
                .build();
        return new S3Session(settings, http, client(settings, http));
    }

    private static S3Client client(S3Settings settings, SdkHttpClient http) {
        ClientOverrideConfiguration overrides = ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(settings.retries() + 1)
                        // A response that breaks off; the library retries by itself only when none begins.
                        .retryOnExceptionOrCauseInstanceOf(XMLStreamException.class)
                        .build())
                .apiCallAttemptTimeout(ATTEMPT_MAX)
                .defaultProfileFile(ProfileFile.aggregator().build())
                .build();
        return S3Client.builder()
                .httpClient(http)
                .region(Region.of(settings.region()))
                .endpointOverride(endpoint(settings))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
                .forcePathStyle(settings.pathStyle())
                // Parts are in memory, so signing them piece by piece gains nothing, and not every server knows it.
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .defaultsMode(DefaultsMode.LEGACY)
                // Content-MD5, which every server knows, checks what is written. Newer clients append checksums to a
                // body; older servers refuse these or store them as a part of it.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .dualstackEnabled(false)
                .fipsEnabled(false)
                .accelerate(false)
                .disableMultiRegionAccessPoints(true)
                .overrideConfiguration(overrides)
                .build();
    }

    // Set for AWS, too: without it the library would read another one from the variables of the process.
    private static URI endpoint(S3Settings settings) {
        if (!settings.endpoint().isEmpty()) {
            return URI.create(settings.endpoint());
        }
        Region region = Region.of(settings.region());
        return URI.create(
                "https://s3." + region.id() + "." + PartitionMetadata.of(region).dnsSuffix());
    }

    /**
     * Makes requests. Failures say what to do about them.
     *
     * @param what the action, as a verb with its object
     */
    <T> T call(String what, String bucket, Function<S3Client, T> requests) throws IOException {
        try {
            return requests.apply(client);
        } catch (SdkException e) {
            throw S3Failure.of(what, bucket, e);
        } catch (IllegalStateException | RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
            throw new IOException(
                    "cannot " + what + ": " + S3Settings.PID + " was stopped or reconfigured meanwhile. Try again.", e);
        }
    }

    int partBytes() {
        return settings.partMib() << 20;
    }

    int retries() {
        return settings.retries();
    }

    /** Returns the encryption, or null to leave it to the bucket. */
    ServerSideEncryption encryption() {
        return switch (settings.encryption()) {
            case "aes256" -> ServerSideEncryption.AES256;
            case "kms" -> ServerSideEncryption.AWS_KMS;
            default -> null;
        };
    }

    @Override
    public void close() {
        closed = true;
        client.close();
        http.close();
    }
}
