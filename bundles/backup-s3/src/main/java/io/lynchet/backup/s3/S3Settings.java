// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The settings of the server that keeps the objects, named as in the configuration.
 *
 * @param endpoint empty for AWS
 * @param region empty when not set, as the two keys
 * @param pathStyle whether the bucket is in the path of an address instead of in its host
 * @param partMib the size of the parts of a large object; an upload holds as much in memory
 * @param timeoutSeconds how long to wait for a connection and for the next bytes
 * @param retries how often a request is tried again
 * @param encryption the encryption that the server is asked for: {@code none}, {@code aes256}, {@code kms}
 */
record S3Settings(
        String endpoint,
        String region,
        String accessKey,
        String secretKey,
        boolean pathStyle,
        int partMib,
        int timeoutSeconds,
        int retries,
        String encryption) {
    static final String PID = "io.lynchet.backup.s3";

    private static final int PART_MIB_MIN = 5;
    private static final int PART_MIB_MAX = 1_024;
    private static final int TIMEOUT_SECONDS_MAX = 600;
    private static final int RETRIES_MAX = 20;

    /** Checks every value that is set; the error names the key and never holds a secret. */
    S3Settings {
        if (!endpoint.isEmpty()) {
            checkEndpoint(endpoint);
        }
        if (!region.matches("[a-z0-9-]*")) {
            throw invalid("region must be a name such as eu-central-1, not " + printable(region));
        }
        if (hasControls(accessKey) || hasControls(secretKey)) {
            throw invalid("accessKey and secretKey must not have blanks or control characters");
        }
        within("partMib", partMib, PART_MIB_MIN, PART_MIB_MAX);
        within("timeoutSeconds", timeoutSeconds, 1, TIMEOUT_SECONDS_MAX);
        within("retries", retries, 0, RETRIES_MAX);
        if (!Set.of("none", "aes256", "kms").contains(encryption)) {
            throw invalid("encryption must be none, aes256 or kms, not " + printable(encryption));
        }
    }

    private static void checkEndpoint(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            String path = uri.getPath();
            boolean bare = uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && (path == null || path.isEmpty() || path.equals("/"));
            if (!http || uri.getHost() == null || !bare) {
                throw invalid("endpoint must be like https://HOST or https://HOST:PORT");
            }
        } catch (URISyntaxException e) {
            // Without the text: an operator may have written a key into it.
            throw invalid("endpoint must be like https://HOST or https://HOST:PORT");
        }
    }

    /** Fails with {@code CONFIGURATION_INVALID}, which names the missing settings. */
    void requireComplete() {
        List<String> missing = new ArrayList<>();
        if (region.isEmpty()) {
            missing.add("region (LYNCHET_BACKUP_S3_REGION)");
        }
        if (accessKey.isEmpty()) {
            missing.add("accessKey (LYNCHET_BACKUP_S3_ACCESS_KEY)");
        }
        if (secretKey.isEmpty()) {
            missing.add("secretKey (LYNCHET_BACKUP_S3_SECRET_KEY)");
        }
        if (!missing.isEmpty()) {
            throw invalid("set " + String.join(", ", missing)
                    + ". Lynchet reads no files or variables of other programs. For servers without regions"
                    + " use us-east-1.");
        }
    }

    boolean isInTheClear() {
        return endpoint.startsWith("http:");
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw invalid(key + " must be " + min + " to " + max + ", not " + value);
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f);
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static LynchetException invalid(String message) {
        return new LynchetException(ErrorCode.CONFIGURATION_INVALID, PID + ": " + message);
    }

    /** Returns a text that never holds a key. */
    @Override
    public String toString() {
        return (endpoint.isEmpty() ? "AWS" : endpoint) + " in " + region;
    }
}
