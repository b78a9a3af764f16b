// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    /** Each library that bundles share, and the bundles that pack it in. */
    private static final Map<String, Pattern> PACKED = Map.of(
            "io.lynchet.store.sql..", Pattern.compile("store-.+"),
            "io.lynchet.transport.core..", Pattern.compile("transport-.+"),
            // The packages of auth-... lie below those of auth, whose rule sees them, too.
            "io.lynchet.outbound..", Pattern.compile("auth|auth-oauth|auth-jwt"),
            "io.lynchet.system.rows..", Pattern.compile("auth|auth-.+|orgs"));

    private ArchitectureRules() {}

    static ArchRule partsMeetInApiOnly(String bundle) {
        String own = "io.lynchet." + bundle.replace('-', '.') + "..";
        String[] known = Stream.concat(
                        Stream.of(own, "io.lynchet.api..", "io.lynchet.json.."),
                        PACKED.entrySet().stream()
                                .filter(library ->
                                        library.getValue().matcher(bundle).matches())
                                .map(Map.Entry::getKey))
                .toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(own))
                .should()
                .dependOnClassesThat(resideInAPackage("io.lynchet..").and(not(resideInAnyPackage(known))))
                .because("parts meet in the service registry only: ask for the service by a contract in api")
                .allowEmptyShould(true);
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
                .that(resideInAPackage("io.lynchet.api..").and(not(resideInAPackage("io.lynchet.api.lease"))))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "io.lynchet.api..", "org.osgi.annotation.."))
                .because("a third-party type in a contract binds everybody to that library")
                .allowEmptyShould(true);
    }

    static ArchRule leasesStandOnTheJdkAndTheFramework() {
        return classes()
                .that(resideInAPackage("io.lynchet.api.lease"))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "io.lynchet.api..", "org.osgi.annotation..", "org.osgi.framework"))
                .because(
                        "leases follow the services of the framework, which every bundle runs in: its types bind nobody")
                .allowEmptyShould(true);
    }

    /** The packages of one part lie in layers. Each package counts alone, not with those below it. */
    static ArchRule packagesHaveNoCycles(String root) {
        return SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass one) {
                        String name = one.getPackageName();
                        return name.equals(root) || name.startsWith(root + ".")
                                ? SliceIdentifier.of(name)
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "packages of " + root;
                    }
                })
                .should()
                .beFreeOfCycles()
                .because("a reader of one package would have to read the others of the cycle, too:"
                        + " move a class, or put an interface between")
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
