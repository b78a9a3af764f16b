// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.testkit.ComponentConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class S3SettingsTest {
    private static S3Target target(Map<String, Object> values) {
        return new S3Target(ComponentConfig.of(S3Target.Config.class, values));
    }

    private static String refused(ErrorCode code, Runnable attempt) {
        LynchetException refusal = catchThrowableOfType(LynchetException.class, attempt::run);
        assertThat(refusal.code()).isEqualTo(code);
        return refusal.getMessage();
    }

    private static String wrong(String key, Object value) {
        return refused(ErrorCode.CONFIGURATION_INVALID, () -> target(Map.of(key, value)));
    }

    @Test
    void withoutKeys_thereIsATarget_whichSaysWhatIsMissing() {
        S3Target none = target(Map.of());
        assertThat(refused(ErrorCode.CONFIGURATION_INVALID, () -> none.open("s3://bucket/app")))
                .startsWith(
                        "io.lynchet.backup.s3: set region (LYNCHET_BACKUP_S3_REGION), accessKey (LYNCHET_BACKUP_S3_ACCESS_KEY), "
                                + "secretKey (LYNCHET_BACKUP_S3_SECRET_KEY).");
        S3Target some = target(Map.of("region", "eu-central-1", "accessKey", "key"));
        assertThat(refused(ErrorCode.CONFIGURATION_INVALID, () -> some.open("s3://bucket/app")))
                .startsWith("io.lynchet.backup.s3: set secretKey (LYNCHET_BACKUP_S3_SECRET_KEY).");
    }

    @Test
    void wrongValues_areRefused_byTheNamesOfTheirKeys() {
        for (String endpoint : new String[] {
            "s3.example.org",
            "ftp://s3.example.org",
            "https://",
            "https://key:secret@s3.example.org",
            "https://h/bucket",
            "https://h?x",
            "https://a b"
        }) {
            assertThat(wrong("endpoint", endpoint))
                    .as(endpoint)
                    .startsWith("io.lynchet.backup.s3: endpoint must be")
                    .doesNotContain("secret");
        }
        assertThat(wrong("region", "EU/x")).contains("region");
        assertThat(wrong("secretKey", "se cret")).contains("secretKey").doesNotContain("se cret");
        assertThat(wrong("accessKey", "a\u0007b")).contains("accessKey");
        assertThat(wrong("partMib", 4)).contains("partMib must be 5 to 1024, not 4");
        assertThat(wrong("timeoutSeconds", 0)).contains("timeoutSeconds");
        assertThat(wrong("retries", 21)).contains("retries");
        assertThat(wrong("encryption", "rot13")).contains("encryption");
    }

    @Test
    void aLocation_isABucketAndAPrefix() {
        S3Target target = target(Map.of("region", "eu-central-1", "accessKey", "key", "secretKey", "secret"));
        assertThat(target.open("s3://bucket/some/app").location()).isEqualTo("s3://bucket/some/app");
        assertThat(target.open("s3://bucket/app/").location()).isEqualTo("s3://bucket/app");
        assertThat(target.open("s3://bucket").location()).isEqualTo("s3://bucket");
        assertThat(S3Location.parse("s3://my.bucket-1/a/b")).isEqualTo(new S3Location("my.bucket-1", "a/b/"));
        assertThat(S3Location.parse("s3://bucket/")).isEqualTo(new S3Location("bucket", ""));
        target.deactivate();
        for (String location : new String[] {
            "s3:bucket",
            "s3://",
            "s3:///app",
            "s3://B/app",
            "s3://bucket//app",
            "s3://bucket/../other",
            "s3://bucket/a b",
            "s3://key:secret@bucket/app",
            "s3://bucket/" + "x".repeat(600)
        }) {
            assertThat(refused(ErrorCode.INVALID_PARAMETER, () -> target.open(location)))
                    .as(location)
                    .contains("s3://BUCKET/PREFIX");
        }
    }
}
