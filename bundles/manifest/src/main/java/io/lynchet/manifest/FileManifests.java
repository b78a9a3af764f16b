// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.manifest.ManifestReading;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The manifest reader for the file in the app's folder. */
@Component(name = "io.lynchet.manifest")
public final class FileManifests implements Manifests {
    private final Path file;

    @Activate
    public FileManifests(BundleContext context) {
        this(Path.of(context.getProperty("lynchet.manifest")));
    }

    public FileManifests(Path file) {
        this.file = file;
    }

    @Override
    public ManifestReading read() {
        try {
            return parse(Files.readAllBytes(file), shown());
        } catch (NoSuchFileException e) {
            return unreadable("There is no manifest.", "'lynchet init <dir>' writes a small app to start from");
        } catch (IOException e) {
            return unreadable("The manifest can't be read: " + e + ".", null);
        }
    }

    private ManifestReading unreadable(String message, String hint) {
        DiagnosticCollector findings = new DiagnosticCollector(shown());
        findings.error(ManifestSection.WRONG_TYPE, message, null, hint);
        return new ManifestReading(Optional.empty(), findings.sorted());
    }

    // Relative to the current folder, if that is shorter.
    private String shown() {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath();
        return absolute.startsWith(here) ? here.relativize(absolute).toString() : file.toString();
    }

    @Override
    public ManifestReading parse(byte[] text, String fileName) {
        return ManifestReader.read(text, fileName);
    }

    @Override
    public MigrationPlan plan(Schema installed, Schema wanted, Set<String> acceptedLoss) {
        return MigrationPlanner.plan(installed, wanted, acceptedLoss);
    }

    @Override
    public AutoCloseable watch(Runnable changed) {
        return new FileWatch(file, changed);
    }
}
