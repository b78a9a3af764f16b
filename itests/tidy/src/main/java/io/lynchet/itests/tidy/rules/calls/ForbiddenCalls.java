// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules.calls;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Calls that are right in few places only. The places are a list with reasons, one a line: {@code call | path or folder
 * | reason}; an entry that nothing needs is a problem, so the list does not outlive the code.
 */
public final class ForbiddenCalls implements Rule {

    private record Allowed(String call, String place) {
        boolean covers(String found, String path) {
            return call.equals(found) && (path.equals(place) || place.endsWith("/") && path.startsWith(place));
        }
    }

    private final List<Allowed> allowed;

    /** Reads the list of places; a malformed line is an error that shows it. */
    public ForbiddenCalls(String list) {
        this.allowed = list.lines()
                .filter(l -> !l.isBlank() && !l.startsWith("#"))
                .map(ForbiddenCalls::allowed)
                .toList();
    }

    private static Allowed allowed(String line) {
        String[] part = line.split("\\|", -1);
        if (part.length != 3 || part[2].strip().length() < 20) {
            throw new IllegalArgumentException("Want: call | path or folder/ | a reason in words. Have: " + line);
        }
        return new Allowed(part[0].strip(), part[1].strip());
    }

    @Override
    public String name() {
        return "forbidden-calls";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        List<Breach> problems = new ArrayList<>();
        Set<Allowed> used = new HashSet<>();
        for (JavaSource source : tree.sources()) {
            for (Calls.Call call : Calls.in(source)) {
                Ban.ALL.stream()
                        .filter(b ->
                                b.call().equals(call.spelling()) && b.where().holdsFor(source.file()))
                        .forEach(b -> judge(source.path(), call.line(), b, used).ifPresent(problems::add));
            }
        }
        allowed.stream()
                .filter(a -> !used.contains(a))
                .forEach(a -> problems.add(
                        Breach.in(a.place(), 0, "does not call " + a.call() + ": remove it from allowed-calls.txt")));
        return problems;
    }

    private Optional<Breach> judge(String path, int line, Ban ban, Set<Allowed> used) {
        List<Allowed> places =
                allowed.stream().filter(a -> a.covers(ban.call(), path)).toList();
        used.addAll(places);
        return places.isEmpty()
                ? Optional.of(Breach.in(path, line, ban.call() + " is not for here: " + ban.instead()))
                : Optional.empty();
    }
}
