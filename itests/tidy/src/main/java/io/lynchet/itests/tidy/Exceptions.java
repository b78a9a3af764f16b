// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The known exceptions to the rules, as a ratchet: an entry that is no longer needed, or that allows more than is
 * there, is a problem itself, and the number of entries is written at the top of the list.
 *
 * <p>One entry a line: {@code rule | subject | size | reason}. The size is a dash where the rule measures nothing.
 */
public final class Exceptions {

    /** One allowed breach. */
    public record Entry(String rule, String subject, int size, String reason) {
        boolean covers(String name, Breach problem) {
            return rule.equals(name) && subject.equals(problem.subject());
        }
    }

    private final int announced;
    private final List<Entry> entries;

    private Exceptions(int announced, List<Entry> entries) {
        this.announced = announced;
        this.entries = List.copyOf(entries);
    }

    /** Reads the list; a malformed line is an error that shows it. */
    public static Exceptions parse(String text) {
        int announced = -1;
        List<Entry> entries = new ArrayList<>();
        for (String line :
                text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
            if (line.startsWith("entries:")) {
                announced = Integer.parseInt(line.substring("entries:".length()).strip());
            } else {
                entries.add(entry(line));
            }
        }
        return new Exceptions(announced, entries);
    }

    private static Entry entry(String line) {
        String[] part = line.split("\\|", -1);
        if (part.length != 4 || part[3].strip().length() < 20) {
            throw new IllegalArgumentException("Want: rule | subject | size or - | a reason in words. Have: " + line);
        }
        String size = part[2].strip();
        return new Entry(
                part[0].strip(), part[1].strip(), size.equals("-") ? 0 : Integer.parseInt(size), part[3].strip());
    }

    /** What remains of the problems of one rule, and what is wrong with that rule's entries. */
    public List<Breach> apply(String rule, List<Breach> problems) {
        List<Breach> rest = new ArrayList<>();
        Set<Entry> used = new HashSet<>();
        for (Breach problem : problems) {
            Entry entry = entries.stream()
                    .filter(e -> e.covers(rule, problem))
                    .findFirst()
                    .orElse(null);
            if (entry == null) {
                rest.add(problem);
                continue;
            }
            used.add(entry);
            if (problem.measured() > entry.size()) {
                rest.add(problem);
            } else if (problem.measured() < entry.size()) {
                rest.add(Breach.in(
                        entry.subject(), 0, "is down to " + problem.measured() + ": lower its exception to that"));
            }
        }
        entries.stream()
                .filter(e -> e.rule().equals(rule) && !used.contains(e))
                .forEach(e ->
                        rest.add(Breach.in(e.subject(), 0, "keeps the rule " + rule + " now: remove its exception")));
        return rest;
    }

    /** Problems of the list as a whole: entries of rules that do not exist, and the announced number of entries. */
    public List<Breach> ownProblems(Set<String> rules) {
        List<Breach> problems = new ArrayList<>();
        if (announced != entries.size()) {
            problems.add(Breach.in(
                    "exceptions.txt",
                    0,
                    "says entries: " + announced + " and has " + entries.size()
                            + "; that number may go down, not up: mend the code instead of adding an entry"));
        }
        entries.stream()
                .filter(e -> !rules.contains(e.rule()))
                .forEach(e -> problems.add(Breach.in("exceptions.txt", 0, "names an unknown rule: " + e.rule())));
        return problems;
    }
}
