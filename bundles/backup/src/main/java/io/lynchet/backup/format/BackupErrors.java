// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** The errors of this bundle, one wording for each. */
public final class BackupErrors {
    private BackupErrors() {}

    /** Returns the error of a location that failed. */
    public static LynchetException failed(String location, IOException cause) {
        return new LynchetException(ErrorCode.BACKUP_FAILED, location + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        // The message of a FileSystemException is only the file when the system gives no reason.
        boolean bare = cause instanceof FileSystemException file && file.getReason() == null;
        return bare ? cause.getClass().getSimpleName() + " " + cause.getMessage() : String.valueOf(cause.getMessage());
    }

    /** Returns the error of an object that differs from what was written. */
    public static LynchetException damaged(String object, String why) {
        return new LynchetException(ErrorCode.BACKUP_DAMAGED, object + ": " + why);
    }

    public static LynchetException damaged(String object, String why, Exception cause) {
        return new LynchetException(ErrorCode.BACKUP_DAMAGED, object + ": " + why, cause);
    }
}
