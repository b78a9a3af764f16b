// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy.docs;

import io.lynchet.itests.tidy.Breach;
import io.lynchet.itests.tidy.RepoFile;
import io.lynchet.itests.tidy.RepoTree;
import io.lynchet.itests.tidy.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who writes a provider finds every contract kit named in a guide: a kit that is not known is not run. */
public final class KitLists implements Rule {
    private static final String KIT = "itests/kits/testkit/src/main/java/";
    private static final String ENDING = "Contract.java";
    /** What the kits of a kind extend. */
    private static final Set<String> COMMON = Set.of("StoreContract", "TransportContract");

    @Override
    public String name() {
        return "kit-lists";
    }

    @Override
    public List<Breach> check(RepoTree tree) {
        Set<String> named = DocIndex.pages(tree).stream()
                .flatMap(page -> page.text().lines())
                .flatMap(line -> List.of(line.split("\\W+")).stream())
                .collect(Collectors.toSet());
        return tree.files()
                .filter(file -> file.path().startsWith(KIT) && file.path().endsWith(ENDING))
                .filter(file -> !COMMON.contains(kit(file)) && !named.contains(kit(file)))
                .map(
                        file -> Breach.in(
                                file.path(),
                                0,
                                "is named in no guide: add it to the list of kits in writing-a-store.md, writing-a-transport.md or the like"))
                .toList();
    }

    private static String kit(RepoFile file) {
        return file.name().substring(0, file.name().length() - ".java".length());
    }
}
