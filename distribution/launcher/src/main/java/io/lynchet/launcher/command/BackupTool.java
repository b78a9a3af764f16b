// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.command;

import io.lynchet.launcher.cli.CliHost;
import io.lynchet.launcher.cli.TemporaryFolder;
import io.lynchet.launcher.framework.Kernel;
import io.lynchet.launcher.framework.NativeLibraries;
import io.lynchet.launcher.framework.Readiness;
import io.lynchet.launcher.jar.Feature;
import io.lynchet.launcher.jar.PackedJar;
import io.lynchet.launcher.log.LogLevels;
import io.lynchet.launcher.shell.ShellCommand;
import io.lynchet.launcher.shell.ShellConnection;
import io.lynchet.launcher.shell.ShellSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.event.Level;

/** A process without an app, for commands about backups that need none. */
final class BackupTool {
    private static final int WAIT_MILLIS = 10_000;

    private BackupTool() {}

    /**
     * Runs one line of the shell.
     *
     * @param place the location, which decides about the target that is needed besides folders
     * @param scratch the folder in which backups are verified; null for that of temporary files
     */
    static int run(String line, ToolLocation place, Path scratch, CliHost host)
            throws IOException, InterruptedException {
        LogLevels.configure(Level.ERROR, Map.of());
        try (PackedJar jar = PackedJar.open();
                TemporaryFolder storage = scratch(scratch);
                TemporaryFolder data = scratch(scratch)) {
            NativeLibraries.unpackBelow(data.path());
            Path socket = ShellSocket.of(storage.path());
            Map<String, String> properties = Map.of(
                    "lynchet.data", data.path().toString(),
                    "lynchet.shell.socket", socket.toString(),
                    "lynchet.version", jar.version(),
                    "lynchet.dev", "false");
            List<Feature> features = place.features(jar);
            Map<String, Map<String, Object>> configurations = place.configurations(jar, host);
            try (Kernel kernel = Kernel.start(
                    jar, features, configurations, properties, storage.path().resolve("framework"))) {
                new Readiness(kernel.context(), features).await(WAIT_MILLIS);
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channel.connect(UnixDomainSocketAddress.of(socket));
                try (ShellConnection connection = new ShellConnection(channel)) {
                    return connection.execute(line, ShellCommand.columns(host), host);
                }
            } finally {
                Files.deleteIfExists(socket);
            }
        }
    }

    private static TemporaryFolder scratch(Path folder) {
        return folder == null ? TemporaryFolder.make() : TemporaryFolder.makeIn(folder);
    }
}
