// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The builder of small bundles at test time, from a manifest and classes of the test itself. */
public final class TestBundle {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private TestBundle() {}

    /** Returns a plain jar, which is no bundle without further headers. */
    public static TestBundle plainJar() {
        return new TestBundle();
    }

    /** Returns an empty bundle with that symbolic name, version 1.0.0. */
    public static TestBundle named(String symbolicName) {
        return plainJar()
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", symbolicName)
                .version("1.0.0");
    }

    public TestBundle header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public TestBundle version(String version) {
        return header("Bundle-Version", version);
    }

    /** Adds packages to Import-Package. */
    public TestBundle importing(String packages) {
        headers.merge("Import-Package", packages, (old, more) -> old + "," + more);
        return this;
    }

    /** Adds content that makes one build differ from another. */
    public TestBundle text(String content) {
        return entry("text.txt", content.getBytes(StandardCharsets.UTF_8));
    }

    public TestBundle entry(String path, byte[] content) {
        entries.put(path, content);
        return this;
    }

    /** Copies a class, without its nested classes. */
    public TestBundle type(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            return entry(path, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a class and makes it the bundle's activator. */
    public TestBundle activator(Class<?> activator) {
        return type(activator).importing("org.osgi.framework").header("Bundle-Activator", activator.getName());
    }

    /**
     * Copies a class and declares it as a component that provides a service; it may have a method {@code activate()}.
     */
    public TestBundle component(Class<?> implementation, Class<?> service) {
        String path = "OSGI-INF/" + implementation.getName() + ".xml";
        String xml = """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s"%3$s>
                  <implementation class="%1$s"/>
                  <service><provide interface="%2$s"/></service>
                </scr:component>
                """.formatted(
                        implementation.getName(),
                        service.getName(),
                        hasActivate(implementation) ? " activate=\"activate\"" : "");
        headers.merge("Service-Component", path, (old, more) -> old + "," + more);
        return type(implementation).entry(path, xml.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean hasActivate(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(m -> m.getName().equals("activate"));
    }

    public byte[] bytes() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Moves the bundle into the folder atomically, as a careful tool does. */
    public void dropInto(Path folder, String file) {
        try {
            Path part = folder.resolve(file + ".tmp");
            Files.write(part, bytes());
            Files.move(part, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
