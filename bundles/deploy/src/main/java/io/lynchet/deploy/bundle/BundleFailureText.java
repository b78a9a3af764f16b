// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.bundle;

import io.lynchet.deploy.dropin.InvalidBundleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/**
 * The sentences that say why a bundle does not resolve or start: what is missing, and which bundle could provide it.
 */
public final class BundleFailureText {
    private static final Pattern LOWER = Pattern.compile("\\(version>=([^)]+)\\)");
    private static final Pattern UPPER = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");
    private static final Pattern MISSING_CLASS =
            Pattern.compile("(?:NoClassDefFoundError|ClassNotFoundException): ([\\w/.$]+)");
    private static final Pattern NEWER_CLASS =
            Pattern.compile("UnsupportedClassVersionError: (\\S+) .*class file version (\\d+)");
    private static final int CAUSES_MAX = 20;

    private final BundleContext context;

    public BundleFailureText(BundleContext context) {
        this.context = context;
    }

    InvalidBundleException ofStart(Bundle bundle, Throwable failure) {
        if (failure instanceof BundleException problem && problem.getType() == BundleException.RESOLVE_ERROR) {
            List<String> missing = unresolved(bundle);
            return new InvalidBundleException(
                    missing.isEmpty() ? resolverText(problem) : String.join(" ", missing),
                    InvalidBundleException.Cure.OTHERS);
        }
        Throwable root = root(failure);
        StackTraceElement[] trace = root.getStackTrace();
        String place = trace.length == 0 ? "" : " (at " + trace[0] + ")";
        // A bundle that does not link may link when another bundle provides the packages.
        boolean linking = root instanceof LinkageError || root instanceof ClassNotFoundException;
        return new InvalidBundleException(
                explained(root.toString())
                        .map(sentence -> "Its start failed: " + sentence)
                        .orElse("Its start failed with " + root + place + "."),
                linking ? InvalidBundleException.Cure.OTHERS : InvalidBundleException.Cure.NONE);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; root.getCause() != null && i < CAUSES_MAX; i++) {
            root = root.getCause();
        }
        return root;
    }

    /** Returns the causes below a failure of the framework, whose own message says only where the jar is. */
    static String causes(BundleException failure) {
        return Stream.iterate(
                        failure.getCause() == null ? failure : failure.getCause(),
                        Objects::nonNull,
                        Throwable::getCause)
                .limit(CAUSES_MAX)
                .map(cause -> cause.getMessage() == null ? cause.toString() : cause.getMessage())
                .distinct()
                .collect(Collectors.joining(": "));
    }

    /** Returns a sentence for a component whose class can't be loaded. */
    String ofClass(String component, Throwable failure) {
        String root = root(failure).toString();
        return "Its component " + component + " can't be loaded: "
                + explained(root).orElse(root + ".");
    }

    /** Returns a sentence for the stack trace of a failed component. */
    String ofComponent(String name, String failure) {
        String text = failure == null ? "an unknown error" : failure;
        List<String> causes = text.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .map(line -> line.substring("Caused by: ".length()))
                .toList();
        String first = text.lines().findFirst().orElse("an unknown error");
        String last = causes.isEmpty() ? first : causes.get(causes.size() - 1);
        return "Its component " + name + " failed to activate: "
                + explained(last).orElse(last + ".");
    }

    private java.util.Optional<String> explained(String failure) {
        Matcher newer = NEWER_CLASS.matcher(failure);
        if (newer.find()) {
            return java.util.Optional.of(newer.group(1).replace('/', '.') + " was compiled for Java "
                    + (Integer.parseInt(newer.group(2)) - 44) + ", and this process runs on Java "
                    + Runtime.version().feature() + ": compile it with --release "
                    + Runtime.version().feature() + " or lower, or run a newer Java.");
        }
        Matcher missing = MISSING_CLASS.matcher(failure);
        if (!missing.find()) {
            return java.util.Optional.empty();
        }
        String name = missing.group(1).replace('/', '.');
        int dot = name.lastIndexOf('.');
        String packageName = dot < 0 ? "" : name.substring(0, dot);
        return java.util.Optional.of("the class " + name + " is neither in the bundle nor imported by it; "
                + provider(packageName, "import the package " + packageName + ", which %s exports, or embed it.")
                        .orElse("no bundle exports the package " + packageName + ", so embed it."));
    }

    /** Returns what prevents the bundle from resolving; empty when each of its own requirements could be met. */
    public List<String> unresolved(Bundle bundle) {
        Set<Bundle> seen = new LinkedHashSet<>();
        List<String> sentences = new ArrayList<>();
        unresolved(bundle, "It", seen, sentences);
        return sentences;
    }

    private void unresolved(Bundle bundle, String subject, Set<Bundle> seen, List<String> sentences) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null || !seen.add(bundle) || bundle.getState() != Bundle.INSTALLED) {
            return;
        }
        for (BundleRequirement need : revision.getDeclaredRequirements(null)) {
            String effective = need.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
            boolean optional = Namespace.RESOLUTION_OPTIONAL.equals(
                    need.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
            boolean dynamic = PackageNamespace.RESOLUTION_DYNAMIC.equals(
                    need.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
            if (optional || dynamic || effective != null && !Namespace.EFFECTIVE_RESOLVE.equals(effective)) {
                continue;
            }
            Collection<BundleCapability> providers = framework().findProviders(need);
            if (providers.isEmpty()) {
                sentences.add(sentence(subject, need));
            } else if (providers.stream().allMatch(p -> isStuck(p.getRevision().getBundle()))) {
                Bundle provider = providers.iterator().next().getRevision().getBundle();
                unresolved(provider, "It needs " + provider.getSymbolicName() + ", which", seen, sentences);
            }
        }
    }

    private static boolean isStuck(Bundle bundle) {
        return bundle.getState() == Bundle.INSTALLED;
    }

    private String sentence(String subject, BundleRequirement need) {
        String filter = String.valueOf(need.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE));
        return switch (need.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> missingPackage(subject, filter);
            case BundleNamespace.BUNDLE_NAMESPACE ->
                subject + " requires the bundle " + value(filter, BundleNamespace.BUNDLE_NAMESPACE) + range(filter)
                        + ", which is not installed.";
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE ->
                subject + " needs Java "
                        + value(filter, "version") + ", and this process runs on Java "
                        + Runtime.version().feature() + ".";
            default ->
                subject + " requires the capability " + need.getNamespace() + " " + filter
                        + ", which no bundle provides.";
        };
    }

    private String missingPackage(String subject, String filter) {
        String name = value(filter, PackageNamespace.PACKAGE_NAMESPACE);
        String sentence = subject + " imports the package " + name + range(filter) + ", which no bundle exports";
        if (name.startsWith("io.lynchet.")
                && !name.startsWith("io.lynchet.api")
                && !name.startsWith("io.lynchet.json")) {
            return sentence + ": it is internal; build on io.lynchet.api and io.lynchet.json only.";
        }
        return provider(name, sentence + " in that version: %s does.")
                .orElse(sentence
                        + ": embed the library in the jar, or put a bundle that exports it into the folder, too.");
    }

    /** Returns a sentence about the bundles that export any version of the package, or empty. */
    private java.util.Optional<String> provider(String packageName, String format) {
        Set<String> exporters = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null) {
                continue;
            }
            for (BundleCapability export : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
                if (packageName.equals(export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))) {
                    exporters.add(bundle.getSymbolicName() + " (version "
                            + export.getAttributes().get(Constants.VERSION_ATTRIBUTE) + ")");
                }
            }
        }
        return exporters.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(String.format(Locale.ROOT, format, String.join(" and ", exporters)));
    }

    private static String value(String filter, String attribute) {
        Matcher matcher = Pattern.compile("\\(" + Pattern.quote(attribute) + ">?=([^)]+)\\)")
                .matcher(filter);
        return matcher.find() ? matcher.group(1) : filter;
    }

    private static String range(String filter) {
        Matcher lower = LOWER.matcher(filter);
        Matcher upper = UPPER.matcher(filter);
        boolean from = lower.find();
        if (upper.find()) {
            return " [" + (from ? lower.group(1) : "0") + "," + upper.group(1) + ")";
        }
        return from ? " " + lower.group(1) + " or later" : "";
    }

    /**
     * Returns the rest of the resolver's message. It is needed when no single thing is missing, as with two versions of
     * a package in one class space.
     */
    private static String resolverText(BundleException problem) {
        String text = Arrays.stream(String.valueOf(problem.getMessage()).split("Unresolved requirements", 2))
                .limit(1)
                .collect(Collectors.joining())
                .strip();
        return "It does not resolve: " + text + (text.endsWith(".") ? "" : ".");
    }

    private FrameworkWiring framework() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }
}
