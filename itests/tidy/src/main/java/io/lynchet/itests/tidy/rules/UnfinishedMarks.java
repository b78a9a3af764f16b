// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is unfinished is an issue, where somebody looks for it, not a mark in a file. */
public final class UnfinishedMarks implements Rule {

    // Written apart, so that this file does not contain what it looks for.
    private static final Pattern MARK = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
    // In Java the same words are fine names of constants; a mark stands in a comment.
    private static final Pattern COMMENT = Pattern.compile("//.*|/?\\*.*");

    @Override
    public String name() {
        return "unfinished-marks";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.files()
                .filter(RepoFile::isText)
                .flatMap(UnfinishedMarks::marks)
                .toList();
    }

    private static Stream<Breach> marks(RepoFile file) {
        List<String> lines = file.text().lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> MARK.matcher(readable(file, lines.get(i))).find())
                .mapToObj(i -> Breach.in(
                        file.path(),
                        i + 1,
                        "holds an unfinished mark: finish it, or open an issue and remove the mark"));
    }

    private static String readable(RepoFile file, String line) {
        Matcher comment = COMMENT.matcher(line);
        return !file.isJava() ? line : comment.find() ? comment.group() : "";
    }
}
