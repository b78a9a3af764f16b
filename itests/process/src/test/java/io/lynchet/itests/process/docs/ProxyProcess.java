// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A proxy as it is installed on this machine, in front of a server, with a snippet of the documentation. */
final class ProxyProcess implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    /** What to run, so that the proxy listens at a port. */
    @FunctionalInterface
    private interface ProxyCommand {
        List<String> at(int port) throws IOException;
    }

    private final Process process;
    private final Path said;
    private final URI base;

    private ProxyProcess(Process process, Path said, int port) {
        this.process = process;
        this.said = said;
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    /** Where a program is, if it is installed in one of the places where systems have such. */
    static Optional<Path> program(String name) {
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The only fenced block of a language on a page of the documentation. */
    static String snippet(String page, String language) throws IOException {
        Path docs = LynchetProcess.jar().getParent().getParent().resolve("src/main/docs");
        String text = Files.readString(docs.resolve(page));
        String begin = "```" + language + "\n";
        int from = text.indexOf(begin) + begin.length();
        if (from < begin.length() || text.indexOf(begin, from) >= 0) {
            throw new AssertionError("not one block of " + language + " in " + page);
        }
        return text.substring(from, text.indexOf("```", from));
    }

    /**
     * The snippet as it is, but for the port, the address of the server, and TLS, for which there is no certificate
     * here.
     */
    static ProxyProcess nginx(Path program, Path folder, URI server) throws IOException {
        return start(folder, port -> nginxCommand(program, folder, server, port));
    }

    private static List<String> nginxCommand(Path program, Path folder, URI server, int port) throws IOException {
        String site = replaced(
                snippet("proxies-and-origins.md", "nginx"),
                Map.of(
                        "listen 443 ssl;",
                        "listen 127.0.0.1:" + port + ";",
                        "  ssl_certificate /etc/ssl/app.example.com.pem;\n",
                        "",
                        "  ssl_certificate_key /etc/ssl/private/app.example.com.key;\n",
                        "",
                        "127.0.0.1:4321",
                        server.getAuthority()));
        boolean root = System.getProperty("user.name").equals("root");
        StringBuilder temporary = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            temporary
                    .append(kind)
                    .append("_temp_path ")
                    .append(folder.resolve(kind))
                    .append(";\n");
        }
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                "daemon off;\nerror_log stderr;\npid " + folder.resolve("nginx.pid") + ";\n"
                        + (root ? "user root;\n" : "") + "events {}\nhttp {\naccess_log off;\n" + temporary + site
                        + "}\n");
        return List.of(program.toString(), "-p", folder.toString(), "-c", file.toString());
    }

    /** As {@link #nginx}. */
    static ProxyProcess caddy(Path program, Path folder, URI server) throws IOException {
        return start(folder, port -> caddyCommand(program, folder, server, port));
    }

    private static List<String> caddyCommand(Path program, Path folder, URI server, int port) throws IOException {
        String site = replaced(
                snippet("proxies-and-origins.md", "caddy"),
                Map.of(
                        "app.example.com {",
                        "http://127.0.0.1:" + port + " {",
                        "127.0.0.1:4321",
                        server.getAuthority()));
        Path file = Files.writeString(folder.resolve("Caddyfile"), "{\n  admin off\n}\n" + site);
        return List.of(program.toString(), "run", "--adapter", "caddyfile", "--config", file.toString());
    }

    private static String replaced(String snippet, Map<String, String> changes) {
        String text = snippet;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            if (!text.contains(change.getKey())) {
                throw new AssertionError("the snippet lacks \"" + change.getKey() + "\":\n" + snippet);
            }
            text = text.replace(change.getKey(), change.getValue());
        }
        return text;
    }

    /** Neither of them tells which port it took when it may choose. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Somebody else's connection may take the port before the proxy does: then another one is tried. */
    private static ProxyProcess start(Path folder, ProxyCommand command) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            ProxyProcess proxy = launch(folder, command.at(port), port);
            Await.until("the proxy to listen or to end", () -> !proxy.process.isAlive() || proxy.isListening());
            if (proxy.process.isAlive()) {
                return proxy;
            }
            if (attempt == ATTEMPTS || !proxy.said().contains("ddress already in use")) {
                throw new AssertionError("the proxy ended: " + proxy.said());
            }
        }
    }

    private static ProxyProcess launch(Path folder, List<String> command, int port) throws IOException {
        Path said = folder.resolve("said.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        // Caddy keeps what it makes below these.
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_DATA_HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        return new ProxyProcess(builder.start(), said, port);
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), base.getPort()), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI base() {
        return base;
    }

    /** With its workers, which end with it. */
    @Override
    public void close() {
        process.destroy();
    }
}
