// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.task;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.blob.BlobLocation;
import io.lynchet.backup.format.BackupErrors;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The present targets, by scheme. */
public final class BackupTargets {
    // A single letter is a drive.
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):.*");
    private static final String FILE = "file";

    private final Map<String, BackupTarget> byScheme = new ConcurrentHashMap<>();

    public void add(String scheme, BackupTarget target) {
        byScheme.put(scheme, target);
    }

    public void remove(String scheme, BackupTarget target) {
        byScheme.remove(scheme, target);
    }

    /** Opens a location; the caller closes it. Fails with {@code UNAVAILABLE} when no target has its scheme. */
    public BlobLocation open(String location) {
        Matcher matcher = SCHEME.matcher(location);
        String scheme = matcher.matches() ? matcher.group(1) : FILE;
        BackupTarget target = byScheme.get(scheme);
        if (target == null) {
            throw new LynchetException(
                    ErrorCode.UNAVAILABLE,
                    "No bundle keeps backups at " + scheme + ": locations; the known schemes are "
                            + new TreeMap<>(byScheme).keySet() + ".");
        }
        try {
            return target.open(location);
        } catch (IOException e) {
            throw BackupErrors.failed(location, e);
        }
    }
}
