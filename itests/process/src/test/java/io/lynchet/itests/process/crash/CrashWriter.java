// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Writes one note after the other, until the process is killed. */
final class CrashWriter {
    private static final int SOME = 5;

    private final CrashApp notes;
    private final Map<String, Long> answered = new LinkedHashMap<>();
    private final CompletableFuture<Void> some = new CompletableFuture<>();

    private CrashWriter(CrashApp notes) {
        this.notes = notes;
    }

    /** The note that comes after so many others. */
    static String text(int number) {
        return "note " + number;
    }

    /**
     * Has the process do what kills it, while notes are written.
     *
     * @return the notes that were answered, with their seqs; the next one may be there, too
     */
    static Map<String, Long> untilItDies(CrashApp notes, String line) throws Exception {
        CrashWriter writer = new CrashWriter(notes);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(writer::write);
        CompletableFuture.anyOf(writer.some, writing).get(60, TimeUnit.SECONDS);
        notes.crash(line);
        writing.get(60, TimeUnit.SECONDS);
        return writer.answered;
    }

    private void write() {
        try {
            while (true) {
                String text = text(answered.size());
                answered.put(text, notes.writeOnce(text));
                if (answered.size() == SOME) {
                    some.complete(null);
                }
            }
        } catch (IOException e) {
            // The process has been killed. What was not answered may or may not be there.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
