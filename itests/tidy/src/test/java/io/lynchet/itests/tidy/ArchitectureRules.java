// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;

/**
 * The dependency rule on bytecode. It sees what a manifest does not: the launcher, which is no bundle, and a class of
 * another part that was packed in instead of imported.
 */
final class ArchitectureRules {

    /** Each library and the packages that may know it. */
    static final Map<String, String[]> HOMES = Map.ofEntries(
            // The launcher reads its files before there is any bundle.
            Map.entry("com.fasterxml.jackson..", new String[] {"io.lynchet.json..", "io.lynchet.launcher.."}),
            Map.entry("org.eclipse.jetty..", new String[] {"io.lynchet.transport.jetty.."}),
            Map.entry("io.netty..", new String[] {"io.lynchet.transport.netty.."}),
            Map.entry("com.github.luben..", new String[] {"io.lynchet.backup.."}),
            Map.entry("org.sqlite..", new String[] {"io.lynchet.store.sqlite.."}),
            Map.entry("java.sql..", new String[] {"io.lynchet.store.."}),
            Map.entry("com.nimbusds..", new String[] {"io.lynchet.auth.oauth..", "io.lynchet.auth.jwt.."}),
            Map.entry("com.eatthepath..", new String[] {"io.lynchet.auth.totp.."}),
            Map.entry(
                    "org.postgresql..", new String[] {"io.lynchet.store.postgres..", "io.lynchet.testkit.postgres.."}),
            Map.entry("org.bouncycastle..", new String[] {"io.lynchet.auth.password.."}),
            Map.entry("jakarta.mail..", new String[] {"io.lynchet.mail.smtp.."}),
            Map.entry("org.apache.felix.service.command..", new String[] {"io.lynchet.shell.."}),
            Map.entry("org.apache.felix.framework..", new String[] {"io.lynchet.launcher.."}));

    private ArchitectureRules() {}

    static ArchRule partsMeetInApiOnly(String bundle) {
        String own = "io.lynchet." + bundle.replace('-', '.') + "..";
        String packed = packedInto(bundle);
        return noClasses()
                .that(resideInAPackage(own))
                .should()
                .dependOnClassesThat(resideInAPackage("io.lynchet..")
                        .and(not(resideInAnyPackage(own, packed, "io.lynchet.api..", "io.lynchet.json.."))))
                .because("parts meet in the service registry only: ask for the service by a contract in api")
                .allowEmptyShould(true);
    }

    /** What is a part of each provider of a kind. */
    private static String packedInto(String bundle) {
        if (bundle.startsWith("transport-")) {
            return "io.lynchet.transport.core..";
        }
        return bundle.startsWith("store-") ? "io.lynchet.store.sql.." : "io.lynchet." + bundle.replace('-', '.') + "..";
    }

    static ArchRule rowsAreReachedThroughDataServiceOnly() {
        return noClasses()
                .that(not(resideInAnyPackage(
                        "io.lynchet.api..",
                        "io.lynchet.data..",
                        "io.lynchet.backup..",
                        "io.lynchet.store..",
                        "io.lynchet.testkit..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.lynchet.api.store.."))
                .because("policy and hooks live in DataService; whoever goes around it leaks rows")
                .allowEmptyShould(true);
    }

    static ArchRule apiStandsOnTheJdkAlone() {
        return classes()
                .that(resideInAPackage("io.lynchet.api.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "io.lynchet.api..", "org.osgi.annotation.."))
                .because("a third-party type in a contract binds everybody to that library")
                .allowEmptyShould(true);
    }

    /** Of our own classes; what a library does inside the bundle in which it travels is its own business. */
    static ArchRule libraryStaysAtHome(String library) {
        return noClasses()
                .that(resideInAPackage("io.lynchet..").and(not(resideInAnyPackage(HOMES.get(library)))))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .because("each library is hidden behind one bundle: go through the contract that hides it")
                .allowEmptyShould(true);
    }
}
