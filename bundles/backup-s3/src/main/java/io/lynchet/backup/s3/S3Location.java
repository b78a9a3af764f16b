// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.s3;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed location {@code s3://bucket/prefix}.
 *
 * @param prefix the beginning of keys: empty, or with a slash at its end
 */
record S3Location(String bucket, String prefix) {
    private static final int PREFIX_CHARS_MAX = 500;
    // As in names of objects, no part begins with a dot.
    private static final Pattern FORM =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)/?");

    static S3Location parse(String location) {
        Matcher matcher = FORM.matcher(location);
        if (!matcher.matches() || matcher.group(2).length() > PREFIX_CHARS_MAX) {
            throw new LynchetException(
                    ErrorCode.INVALID_PARAMETER,
                    location
                            + " is not a backup location: expected s3://BUCKET/PREFIX, with letters, digits, . _ -"
                            + " and /.");
        }
        String path = matcher.group(2);
        return new S3Location(matcher.group(1), path.isEmpty() ? "" : path.substring(1) + "/");
    }

    /** Returns the location as people write it. */
    @Override
    public String toString() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }
}
