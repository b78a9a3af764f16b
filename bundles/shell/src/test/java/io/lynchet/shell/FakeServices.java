// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell;

import io.lynchet.shell.cli.BundleFacts;
import io.lynchet.shell.cli.ShellServices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Services in a list, without a framework. */
public final class FakeServices implements ShellServices {
    public final List<Object> services = new CopyOnWriteArrayList<>();
    public final List<BundleFacts> bundles = new ArrayList<>();
    public final Map<String, Map<String, Object>> configurations = new TreeMap<>();
    public final Map<String, String> files = new TreeMap<>();

    @Override
    public <T> Optional<T> find(Class<T> type) {
        return all(type).stream().findFirst();
    }

    @Override
    public <T> List<T> all(Class<T> type) {
        return services.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public List<BundleFacts> bundles() {
        return bundles;
    }

    @Override
    public Map<String, Map<String, Object>> configurations() {
        return configurations;
    }

    @Override
    public Optional<byte[]> file(String path) {
        return Optional.ofNullable(files.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
