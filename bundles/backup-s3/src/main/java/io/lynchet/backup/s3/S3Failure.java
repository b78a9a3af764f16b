// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** The library's exceptions in words that say what to do. */
final class S3Failure {
    private static final int TEXT_CHARS_MAX = 200;
    private static final String REGION_HEADER = "x-amz-bucket-region";

    private S3Failure() {}

    /** @param what the failed action, as a verb with its object */
    static IOException of(String what, String bucket, SdkException e) {
        String begin = "cannot " + what + ": ";
        if (e instanceof AwsServiceException refusal) {
            return new IOException(begin + refused(bucket, refusal), e);
        }
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(begin + "interrupted");
            interrupted.initCause(e);
            return interrupted;
        }
        return new IOException(begin + unreachable(e), e);
    }

    /** Returns whether the object is missing; false for a missing bucket. */
    static boolean isMissingObject(IOException e) {
        return e.getCause() instanceof AwsServiceException refusal
                && refusal.statusCode() == 404
                && !code(refusal).equals("NoSuchBucket");
    }

    /** Returns whether the object differs from the requested tag. */
    static boolean isOtherObject(IOException e) {
        return e.getCause() instanceof AwsServiceException refusal && refusal.statusCode() == 412;
    }

    private static String code(AwsServiceException refusal) {
        AwsErrorDetails details = refusal.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : printable(details.errorCode());
    }

    private static String refused(String bucket, AwsServiceException refusal) {
        String code = code(refusal);
        String advice = switch (code) {
            case "InvalidAccessKeyId" ->
                "the server does not know accessKey of " + S3Settings.PID + ". Correct it, or make a key.";
            case "SignatureDoesNotMatch" ->
                "secretKey of " + S3Settings.PID + " does not go with accessKey. Correct it.";
            case "ExpiredToken", "InvalidToken" -> "the key is invalid or has expired. Make another one.";
            case "AccessDenied", "AllAccessDisabled", "AccountProblem" ->
                "the key may not do this. Give it the rights that docs/backup.md names, for bucket " + bucket + ".";
            case "NoSuchBucket" -> "there is no bucket " + bucket + ". Make it, or correct the location.";
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                otherRegion(bucket, refusal);
            case "RequestTimeTooSkewed" -> "the clock of this machine is wrong. Set it by the network (NTP).";
            case "SlowDown", "ServiceUnavailable", "InternalError" ->
                "the server is overloaded or unavailable. Try again later.";
            case "NoSuchUpload" ->
                "the upload was ended meanwhile, or the response that it is complete was lost. Try again.";
            case "BadDigest" -> "the bytes arrived damaged. Try again, and check the network.";
            default -> refusal.statusCode() == 301 ? otherRegion(bucket, refusal) : unknown(refusal);
        };
        return advice + " (" + refusal.statusCode() + (code.isEmpty() ? "" : " " + code) + ")";
    }

    private static String otherRegion(String bucket, AwsServiceException refusal) {
        AwsErrorDetails details = refusal.awsErrorDetails();
        String region = details == null || details.sdkHttpResponse() == null
                ? ""
                : details.sdkHttpResponse().firstMatchingHeader(REGION_HEADER).orElse("");
        return "bucket " + bucket + " is in " + (region.isEmpty() ? "another region" : "region " + printable(region))
                + ". Correct region, and endpoint if it is set, of " + S3Settings.PID + ".";
    }

    private static String unknown(AwsServiceException refusal) {
        AwsErrorDetails details = refusal.awsErrorDetails();
        String said = details == null || details.errorMessage() == null ? "" : printable(details.errorMessage());
        return "the server refused it" + (said.isEmpty() ? "" : ": " + said);
    }

    private static String unreachable(SdkException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "there is no host " + printable(host(cause)) + ". Correct endpoint or region of "
                        + S3Settings.PID + ", or check the network.";
            }
            if (cause instanceof ConnectException || cause instanceof SocketTimeoutException) {
                return "the server can't be reached or does not respond ("
                        + printable(String.valueOf(cause.getMessage())) + "). Check endpoint of " + S3Settings.PID
                        + " and the network.";
            }
            if (cause instanceof SSLException) {
                return "there is no trusted TLS connection (" + printable(String.valueOf(cause.getMessage()))
                        + "). Check endpoint of " + S3Settings.PID + " and the server's certificate.";
            }
        }
        return "the connection failed (" + printable(String.valueOf(e.getMessage()))
                + "). Try again, and check the network.";
    }

    // The message sometimes has the reason behind the host.
    private static String host(Throwable unknown) {
        return String.valueOf(unknown.getMessage()).split(":", 2)[0];
    }

    // A server's text is written to logs and terminals.
    private static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}+", " ");
        return clean.length() <= TEXT_CHARS_MAX ? clean : clean.substring(0, TEXT_CHARS_MAX) + "...";
    }
}
