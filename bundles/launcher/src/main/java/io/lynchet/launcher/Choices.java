// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

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
 * What a change of the configuration chooses by name among the services that are there. Where nobody has the name, what serves goes on, so nothing would fail over a
 * mistyped one before the next start.
 */
final class Choices {
    /** The contract of stores is for those who need it, and this is only its name. */
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
     * @param property of the service, with its name
     * @param noun in messages
     */
    private record Kind(String pid, String key, String service, String property, String noun) {
        String in(Map<String, Map<String, Object>> configurations) {
            Object name = configurations.getOrDefault(pid, Map.of()).get(key);
            return name == null ? "" : name.toString().strip();
        }
    }

    private record Choice(Kind kind, String name) {}

    private Choices() {}

    /** Those in which the configurations differ; to choose none is no choice. */
    static Choices between(Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> after) {
        Choices choices = new Choices();
        for (Kind kind : KINDS) {
            String name = kind.in(after);
            if (!name.isEmpty() && !name.equals(kind.in(before))) {
                choices.made.add(new Choice(kind, name));
            }
        }
        return choices;
    }

    /** A sentence about each that is not there. */
    List<String> missing(BundleContext context) {
        List<String> missing = new ArrayList<>();
        for (Choice choice : made) {
            Set<String> there = names(context, choice.kind());
            if (!there.contains(choice.name())) {
                missing.add("There is no " + choice.kind().noun() + " " + choice.name() + "; there is: "
                        + String.join(", ", there)
                        + ". Name one of them, or start the feature of the other one, or drop"
                        + " its bundle in, first");
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
