// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import io.lynchet.api.deploy.Deployment;
import io.lynchet.api.deploy.Deployments;
import io.lynchet.api.http.Listener;
import io.lynchet.itests.bench.load.LoadSpec;
import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.SteadyLoad;
import io.lynchet.itests.bench.load.Target;
import io.lynchet.launcher.Lynchet;
import io.lynchet.testkit.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;

/**
 * The distribution as it ships, started by its own launcher in this JVM, with a small app and a folder to drop things
 * into.
 */
final class LivingApp implements AutoCloseable {
    static final String TOKEN = "the-token-of-this-test-only";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    final Path deploy;
    private final Lynchet lynchet;
    private final Target target;
    private final BundleContext context;
    private final List<String> stopped = new CopyOnWriteArrayList<>();

    private LivingApp(Path deploy, Lynchet lynchet) {
        this.deploy = deploy;
        this.lynchet = lynchet;
        this.target = Target.parse("http://127.0.0.1:" + lynchet.port());
        Bundle any = FrameworkUtil.getBundle(lynchet.service(Deployments.class).getClass());
        this.context = any.getBundleContext().getBundle(0).getBundleContext();
        context.addBundleListener((SynchronousBundleListener) event -> {
            Bundle bundle = event.getBundle();
            if (event.getType() == BundleEvent.STOPPED
                    && !bundle.getLocation().startsWith(Deployments.LOCATION_PREFIX)) {
                stopped.add(bundle.getSymbolicName());
            }
        });
    }

    /** @param settings {@code pid:key=value} */
    static LivingApp start(Path root, String... settings) throws IOException {
        return startWith(List.of(), root, settings);
    }

    /** @param more features beside the usual ones */
    static LivingApp startWith(List<String> more, Path root, String... settings) throws IOException {
        Path app = root.resolve("app");
        Path deploy = Files.createDirectories(app.resolve("deploy"));
        Files.copy(Path.of("src/test/app/manifest.json"), app.resolve("manifest.json"));
        // All load comes from one address.
        Lynchet.Opening opening = Lynchet.open(app, root.resolve("data"))
                .adminToken(TOKEN)
                .set("io.lynchet.http", "addressRequestsPerMinuteMax", "1000000")
                .set("io.lynchet.http", "userRequestsPerMinuteMax", "1000000");
        if (!more.isEmpty()) {
            opening.features(more.stream().map(name -> "+" + name).toArray(String[]::new));
        }
        for (String setting : settings) {
            String[] part = setting.split("[:=]", 3);
            opening.set(part[0], part[1], part[2]);
        }
        return new LivingApp(deploy, opening.start());
    }

    BundleContext context() {
        return context;
    }

    Target target() {
        return target;
    }

    /** A bundle that is not a drop-in. */
    Bundle part(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(b -> symbolicName.equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    List<Bundle> dropIns() {
        return Arrays.stream(context.getBundles())
                .filter(b -> b.getLocation().startsWith(Deployments.LOCATION_PREFIX))
                .toList();
    }

    /** Product bundles that have stopped since the start or the last call. */
    List<String> stoppedParts() {
        List<String> copy = List.copyOf(stopped);
        stopped.clear();
        return copy;
    }

    Deployment find(String file) {
        return lynchet.service(Deployments.class).list().stream()
                .filter(d -> d.file().equals(file))
                .findFirst()
                .orElse(null);
    }

    Deployment await(String file, Deployment.State state) {
        try {
            Await.until(
                    file + " to be " + state,
                    () -> find(file) != null && find(file).state() == state);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it is " + find(file), e);
        }
        return find(file);
    }

    void awaitVersion(String file, String version) {
        try {
            Await.until(file + " to run " + version, () -> {
                Deployment found = find(file);
                return found != null && found.state() == Deployment.State.ACTIVE && version.equals(found.version());
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it is " + find(file), e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(target.resolve(path)).build());
    }

    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(target.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    HttpResponse<String> get(String path, String token) {
        return send(HttpRequest.newBuilder(target.resolve(path))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    HttpResponse<String> postAsAdmin(String path, String json) {
        return send(HttpRequest.newBuilder(target.resolve(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    HttpResponse<String> asAdmin(String path) {
        return get(path, TOKEN);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request.uri() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Rows of the entity that tests write. */
    long count() {
        String answer = post("/api/aggregate/Todo", "{\"count\":\"*\"}").body();
        return Long.parseLong(answer.replaceAll(".*\"count\":(\\d+).*", "$1"));
    }

    <T> T service(Class<T> type) {
        return lynchet.service(type);
    }

    RequestDeck.Builder deck() {
        return RequestDeck.builder(target, null);
    }

    SteadyLoad load(RequestDeck deck, int connections) throws IOException {
        return load(deck, LoadSpec.Shape.closedLoop(connections));
    }

    SteadyLoad load(RequestDeck deck, LoadSpec.Shape shape) throws IOException {
        return SteadyLoad.start(target, deck, shape, this::showWhoHangs);
    }

    /** A request that hangs shows too late in a test's result: then nobody can see where it hung. */
    private void showWhoHangs() {
        StringBuilder shown = new StringBuilder("A request waits for its answer; the transports are ")
                .append(service(Listener.class).transports());
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            shown.append("\n\n").append(thread).append(' ').append(thread.getState());
            for (StackTraceElement frame : stack) {
                shown.append("\n    at ").append(frame);
            }
        });
        System.out.println(shown);
    }

    @Override
    public void close() {
        lynchet.close();
    }
}
