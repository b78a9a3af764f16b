// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.file;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.blob.BlobLocation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** The target that keeps backups in folders: {@code /backups/app}, {@code backups}, {@code file:///backups/app}. */
@Component(name = "io.lynchet.backup.file", property = BackupTarget.SCHEME + "=" + FileTarget.FILE)
public final class FileTarget implements BackupTarget {
    static final String FILE = "file";

    @Override
    public BlobLocation open(String location) throws IOException {
        Path folder = folder(location);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        return new FileLocation(folder);
    }

    private static Path folder(String location) {
        if (location.isBlank()) {
            throw invalid("A location must not be empty.", null);
        }
        try {
            Path path = location.startsWith(FILE + "://") ? Path.of(URI.create(location)) : Path.of(plain(location));
            return path.toAbsolutePath().normalize();
        } catch (IllegalArgumentException e) {
            throw invalid(location + " is not a folder: " + e.getMessage(), e);
        }
    }

    private static String plain(String location) {
        return location.startsWith(FILE + ":") ? location.substring(FILE.length() + 1) : location;
    }

    private static LynchetException invalid(String message, Exception cause) {
        return new LynchetException(ErrorCode.INVALID_PARAMETER, message, cause);
    }
}
