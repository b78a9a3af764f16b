// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.config;

import io.lynchet.api.http.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The providers that a change of configuration chooses by name. When a name is missing, the serving provider goes on.
 * So without this check a mistyped name would show only at the next start.
 */
final class ProviderChoices {
    /** The store's contract is named as text, so that the launcher does not depend on it. */
    private static final List<Kind> KINDS = List.of(
            new Kind("io.lynchet.data", "store.target", "io.lynchet.api.store.Store", "lynchet.store", "store"),
            new Kind(
                    SettingLayers.LISTENER,
                    "transport.target",
                    Transport.class.getName(),
                    Transport.NAME,
                    "transport"));

    private final List<Choice> made = new ArrayList<>();

    /**
     * @param property the service property with the name
     * @param noun in messages
     */
    private record Kind(String pid, String key, String service, String property, String noun) {
        String in(Map<String, Map<String, Object>> configurations) {
            Object name = configurations.getOrDefault(pid, Map.of()).get(key);
            return name == null ? "" : name.toString().strip();
        }
    }

    private record Choice(Kind kind, String name) {}

    private ProviderChoices() {}

    /** Returns the choices that differ between the configurations; an empty name is no choice. */
    static ProviderChoices between(Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> after) {
        ProviderChoices choices = new ProviderChoices();
        for (Kind kind : KINDS) {
            String name = kind.in(after);
            if (!name.isEmpty() && !name.equals(kind.in(before))) {
                choices.made.add(new Choice(kind, name));
            }
        }
        return choices;
    }

    /** Returns a sentence about each missing provider. */
    List<String> missing(BundleContext context) {
        List<String> missing = new ArrayList<>();
        for (Choice choice : made) {
            Set<String> there = names(context, choice.kind());
            if (!there.contains(choice.name())) {
                missing.add("There is no " + choice.kind().noun() + " " + choice.name() + "; present are: "
                        + String.join(", ", there)
                        + ". Name one of them, or first start the feature of the other one, or drop its bundle in");
            }
        }
        return missing;
    }

    private static Set<String> names(BundleContext context, Kind kind) {
        Set<String> names = new TreeSet<>();
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(kind.service(), null);
            for (ServiceReference<?> reference : found == null ? new ServiceReference<?>[0] : found) {
                names.add(String.valueOf(reference.getProperty(kind.property())));
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }
}
