// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.rules;

import com.sun.source.tree.Tree;
import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.JavaSource;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A name says what is special about a type. These words say that nobody knew. */
public final class TypeNames implements Rule {

    private static final Pattern EMPTY_WORD =
            Pattern.compile(".*(Impl|Utils?|Helpers?|Manager|Common|Base)|(Abstract|Base|Common)\\p{Lu}.*");
    private static final Pattern INTERFACE_MARK = Pattern.compile("I\\p{Lu}\\p{Ll}.*");

    @Override
    public String name() {
        return "type-names";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        return tree.sources().stream().flatMap(TypeNames::empty).toList();
    }

    private static Stream<Breach> empty(JavaSource source) {
        return Members.of(source).types().stream()
                .filter(TypeNames::saysNothing)
                .map(t -> Breach.in(
                        source.path(),
                        source.line(t.tree()),
                        t.name() + " says nothing about the type: name an implementation by what is special about it "
                                + "(SqliteStore), a contract by the noun of the domain (Sessions), "
                                + "and move a loose function to the type it is about"));
    }

    private static boolean saysNothing(Members.Type type) {
        boolean contract = type.tree().getKind() == Tree.Kind.INTERFACE;
        return EMPTY_WORD.matcher(type.name()).matches()
                || contract && INTERFACE_MARK.matcher(type.name()).matches();
    }
}
