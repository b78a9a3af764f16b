// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.schema.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which hooks an entity is not written without: those that the manifest names, and those that the configuration adds, for all entities or one.
 * Asked on each write, so what the manifest says is looked up and not put together.
 */
final class RequiredHooks {
    private static final Logger LOG = LoggerFactory.getLogger(RequiredHooks.class);
    private static final Pattern LINE = Pattern.compile("(\\*|[A-Za-z][A-Za-z0-9_]*):(\\S.{0,199})");
    private static final String EVERY = "*";

    private final ServingState state;
    private volatile Map<String, Set<String>> configured = Map.of();
    private String told = "";

    RequiredHooks(ServingState state) {
        this.state = state;
    }

    /** @param lines each {@code Entity:hook}, or {@code *:hook} for every entity of the app */
    void configure(String... lines) {
        configured = parse(lines);
    }

    /** Names of hooks by entity; {@code CONFIGURATION_INVALID} for a line that is none. */
    static Map<String, Set<String>> parse(String... lines) {
        Map<String, Set<String>> next = new TreeMap<>();
        for (String line : lines) {
            var matcher = LINE.matcher(line.strip());
            if (!matcher.matches()) {
                throw new LynchetException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "requiredHooks takes entries such as Order:audit or *:audit, not \"" + line + "\".");
            }
            next.computeIfAbsent(matcher.group(1), entity -> new TreeSet<>()).add(matcher.group(2));
        }
        return next;
    }

    /** Names of hooks; none for a system entity, and none while no app serves. */
    Set<String> of(Entity entity) {
        Serving serving = state.orNull();
        return serving == null || entity.system() ? Set.of() : of(serving, entity.name());
    }

    private Set<String> of(Serving serving, String entity) {
        Map<String, Set<String>> declared = serving.model().manifest().requiredHooks();
        Map<String, Set<String>> added = configured;
        if (added.isEmpty()) {
            return declared.isEmpty() ? Set.of() : declared.getOrDefault(entity, Set.of());
        }
        return union(
                declared.getOrDefault(entity, Set.of()),
                union(added.getOrDefault(entity, Set.of()), added.getOrDefault(EVERY, Set.of())));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** One sentence for each hook that is required and not there. */
    List<String> missing(Collection<String> present) {
        Serving serving = state.orNull();
        if (serving == null) {
            return List.of();
        }
        Map<String, Set<String>> entities = new TreeMap<>();
        for (Entity entity : serving.model().manifest().entities()) {
            for (String hook : of(serving, entity.name())) {
                if (!present.contains(hook)) {
                    entities.computeIfAbsent(hook, name -> new TreeSet<>()).add(entity.name());
                }
            }
        }
        List<String> sentences = new ArrayList<>();
        entities.forEach((hook, names) -> sentences.add("The hook " + hook + " is required and not there, so writes to "
                + String.join(", ", names) + " are refused"));
        return sentences;
    }

    /** Puts it into the log when that has changed. */
    synchronized void tell(Collection<String> present) {
        String now = String.join(". ", missing(present));
        if (!now.equals(told)) {
            told = now;
            if (now.isEmpty()) {
                LOG.info("All required hooks are there.");
            } else {
                LOG.error("{}. Ask 'why' on the shell about the bundle that brings it.", now);
            }
        }
    }

    /** The answer to a writer; it names no hook, since anybody may get it. */
    static LynchetException absent(Entity entity) {
        return LynchetException.retryable(
                ErrorCode.HOOK_MISSING,
                entity.name() + " can't be written now: a hook that it requires is not there.",
                1);
    }
}
