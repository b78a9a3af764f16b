// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.hook;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.schema.Entity;
import io.lynchet.data.app.ServingApp;
import io.lynchet.data.app.ServingState;
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
 * The hooks without which an entity is not written: those in the manifest, and those that the configuration adds, for
 * one entity or all. Read on each write, so the manifest's part is looked up and not computed.
 */
public final class RequiredHooks {
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
    public void configure(String... lines) {
        configured = parse(lines);
    }

    /** Returns names of hooks by entity. Fails with {@code CONFIGURATION_INVALID} for a line of another form. */
    public static Map<String, Set<String>> parse(String... lines) {
        Map<String, Set<String>> next = new TreeMap<>();
        for (String line : lines) {
            var matcher = LINE.matcher(line.strip());
            if (!matcher.matches()) {
                throw new LynchetException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "requiredHooks must have entries such as Order:audit or *:audit, not \"" + line + "\".");
            }
            next.computeIfAbsent(matcher.group(1), entity -> new TreeSet<>()).add(matcher.group(2));
        }
        return next;
    }

    /** Returns the names of an entity's hooks; empty for a system entity, and while no app serves. */
    Set<String> of(Entity entity) {
        ServingApp serving = state.orNull();
        return serving == null || entity.system() ? Set.of() : of(serving, entity.name());
    }

    private Set<String> of(ServingApp serving, String entity) {
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

    /** Returns one sentence for each required hook that is missing. */
    List<String> missing(Collection<String> present) {
        ServingApp serving = state.orNull();
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
        entities.forEach((hook, names) -> sentences.add(
                "The hook " + hook + " is required but missing, so writes to " + String.join(", ", names) + " fail"));
        return sentences;
    }

    /** Logs the missing hooks when they have changed. */
    synchronized void tell(Collection<String> present) {
        String now = String.join(". ", missing(present));
        if (!now.equals(told)) {
            told = now;
            if (now.isEmpty()) {
                LOG.info("All required hooks are present.");
            } else {
                LOG.error("{}. Run 'why <bundle>' in the shell for the bundle that provides it.", now);
            }
        }
    }

    /** Returns the error for a writer. It names no hook, since any caller may see it. */
    static LynchetException absent(Entity entity) {
        return LynchetException.retryable(
                ErrorCode.HOOK_MISSING,
                entity.name() + " can't be written now: a hook that it requires is missing.",
                1);
    }
}
