// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupPlace;
import io.lynchet.api.backup.BackupTarget;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The targets that are there, by scheme. */
final class Targets {
    // A single letter is a drive.
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):.*");
    private static final String FILE = "file";

    private final Map<String, BackupTarget> byScheme = new ConcurrentHashMap<>();

    void add(String scheme, BackupTarget target) {
        byScheme.put(scheme, target);
    }

    void remove(String scheme, BackupTarget target) {
        byScheme.remove(scheme, target);
    }

    /** The place at a location; the caller closes it. */
    BackupPlace open(String location) {
        Matcher matcher = SCHEME.matcher(location);
        String scheme = matcher.matches() ? matcher.group(1) : FILE;
        BackupTarget target = byScheme.get(scheme);
        if (target == null) {
            throw new LynchetException(
                    ErrorCode.UNAVAILABLE,
                    "There is nothing that keeps backups at " + scheme + ": locations; there is "
                            + new TreeMap<>(byScheme).keySet() + ".");
        }
        try {
            return target.open(location);
        } catch (IOException e) {
            throw BackupErrors.failed(location, e);
        }
    }
}
