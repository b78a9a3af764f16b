// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import java.nio.file.Files;
import java.nio.file.Path;

/** An app of notes that is prepared once. At each point a copy of it is killed. */
final class CrashScene {
    /** Notes with a text. */
    static final String TEXT = "\"fields\":[{\"name\":\"text\",\"type\":\"string\"}]";

    private final Path folder;
    private final Path agent;
    private final Path app;
    private final Path prepared;

    private CrashScene(Path folder, Path agent, Path app) throws Exception {
        this.folder = folder;
        this.agent = agent;
        this.app = app;
        this.prepared = Files.createDirectory(folder.resolve("prepared"));
    }

    /** What is done to the app before it is copied. */
    @FunctionalInterface
    interface Preparation {
        void run(CrashApp notes) throws Exception;
    }

    /**
     * Runs the app, and ends it in order.
     *
     * @param fields of a note, as in a manifest
     */
    static CrashScene prepare(Path folder, String fields, Preparation preparation) throws Exception {
        Path app = CrashApp.manifest(folder.resolve("app"), fields);
        CrashScene scene = new CrashScene(folder, CrashJar.make(folder), app);
        try (CrashApp notes = new CrashApp(app, scene.prepared).start()) {
            preparation.run(notes);
            notes.stop();
        }
        return scene;
    }

    Path agent() {
        return agent;
    }

    /** The folder of the app that was prepared, and is not killed. */
    Path prepared() {
        return prepared;
    }

    /** On other data. */
    CrashApp app(Path other) {
        return new CrashApp(app, other);
    }

    /** Goes through all points of a work, see {@link Crash#each}. */
    void each(String work, Crash.Drill drill) throws Exception {
        Crash.each(work, folder, drill);
    }

    /** A copy of what was prepared. */
    CrashApp copy(Path own) throws Exception {
        return copy(own, app);
    }

    /** A copy of what was prepared, for an app with another manifest. */
    CrashApp copy(Path own, Path other) throws Exception {
        Path all = own.resolve("all");
        CrashApp.copy(prepared, all);
        return new CrashApp(other, all);
    }

    /** A copy that serves until it comes to the point. */
    CrashApp startToCrash(Crash crash, Path own) throws Exception {
        return copy(own).startToCrash(agent, crash);
    }
}
