// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.json.JsonWriter;
import io.lynchet.launcher.cli.Refusal;
import io.lynchet.launcher.framework.DataDirectory;
import io.lynchet.launcher.jar.JsonFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that operators made in the shell, by PID and key as text: {@code settings.json} of the data directory.
 * Only this class writes it.
 */
final class KeptSettings {
    private final Path file;

    KeptSettings(Path data) {
        file = data.resolve("settings.json");
    }

    Path file() {
        return file;
    }

    /** Reads the settings. Throws {@link Refusal} when this class has not written the file. */
    Map<String, Map<String, Object>> read() {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        Map<String, Map<String, Object>> kept = new TreeMap<>();
        try {
            JsonFile.object(file.toString(), Files.readAllBytes(file))
                    .forEach((pid, keys) -> kept.put(pid, keys(keys)));
        } catch (IOException e) {
            throw Refusal.error("cannot read " + file + ": " + e.getMessage(), e);
        }
        return kept;
    }

    private Map<String, Object> keys(Object value) {
        if (!(value instanceof Map<?, ?> keys)) {
            throw Refusal.usage(file + ": expected {\"pid\": {\"key\": \"value\"}}");
        }
        Map<String, Object> texts = new LinkedHashMap<>();
        keys.forEach((key, text) -> texts.put(String.valueOf(key), String.valueOf(text)));
        return texts;
    }

    /** Replaces all settings in one step; durable on return. */
    void write(Map<String, Map<String, Object>> kept) throws IOException {
        JsonWriter json = new JsonWriter().beginObject();
        kept.forEach((pid, keys) -> {
            json.name(pid).beginObject();
            keys.forEach((key, value) -> json.name(key).value(String.valueOf(value)));
            json.endObject();
        });
        Path draft = file.resolveSibling("settings.json.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, DataDirectory.ownerOnly(draft.getParent(), "rw-------"));
        Files.write(draft, json.endObject().toBytes());
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
