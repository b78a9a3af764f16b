// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.deploy.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The facts of the component runtime about the components of a bundle. Loaded only when there is such a runtime. */
final class ComponentFacts {
    private final BundleContext context;
    private final BundleFailureText failureText;

    ComponentFacts(BundleContext context, BundleFailureText failureText) {
        this.context = context;
        this.failureText = failureText;
    }

    /** A component that does not run, and whether the service it waits for is expected to come. */
    record Waiting(String sentence, boolean expected) {}

    /** Returns a sentence for each component whose class can't be loaded; the runtime would only log it. */
    List<String> unloadable(Bundle bundle) {
        List<String> failures = new ArrayList<>();
        ServiceComponentRuntime runtime = runtime();
        if (runtime != null) {
            for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
                try {
                    bundle.loadClass(component.implementationClass);
                } catch (ClassNotFoundException | LinkageError e) {
                    failures.add(failureText.ofClass(component.name, e));
                }
            }
        }
        return failures;
    }

    /** Returns a sentence for each component whose activation failed. */
    List<String> failures(Bundle bundle) {
        List<String> failures = new ArrayList<>();
        for (ComponentConfigurationDTO component : components(bundle)) {
            if (component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                failures.add(failureText.ofComponent(component.description.name, component.failure));
            }
        }
        return failures;
    }

    List<Waiting> waiting(Bundle bundle) {
        List<Waiting> waiting = new ArrayList<>();
        for (ComponentConfigurationDTO component : components(bundle)) {
            if (component.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
                waiting.add(new Waiting(
                        "Its component " + component.description.name + " waits for its configuration: write etc/"
                                + component.description.configurationPid[0] + ".json.",
                        true));
            } else if (component.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                for (UnsatisfiedReferenceDTO reference : component.unsatisfiedReferences) {
                    waiting.add(describe(bundle, component.description, reference));
                }
            }
        }
        return waiting;
    }

    private Waiting describe(Bundle bundle, ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing) {
        String type = Arrays.stream(component.references)
                .filter(reference -> reference.name.equals(missing.name))
                .map((ReferenceDTO reference) -> reference.interfaceName)
                .findFirst()
                .orElse(missing.name);
        String target = missing.target == null || missing.target.isEmpty() ? "" : " with " + missing.target;
        String sentence = "Its component " + component.name + " waits for a service " + type + target;
        List<String> providers = providers(type, bundle);
        if (!providers.isEmpty()) {
            return new Waiting(sentence + ", which " + String.join(" and ", providers) + " can provide.", true);
        }
        boolean ours = type.startsWith("io.lynchet.api.");
        return new Waiting(
                sentence + (ours ? ", a service of Lynchet that is missing now." : ", which no bundle provides."),
                ours);
    }

    private List<String> providers(String type, Bundle except) {
        return descriptions().stream()
                .filter(description ->
                        Arrays.asList(description.serviceInterfaces).contains(type))
                .map(description -> description.bundle.symbolicName)
                .filter(name -> !name.equals(except.getSymbolicName()))
                .distinct()
                .sorted()
                .toList();
    }

    private Collection<ComponentDescriptionDTO> descriptions() {
        ServiceComponentRuntime runtime = runtime();
        return runtime == null ? List.of() : runtime.getComponentDescriptionDTOs();
    }

    private List<ComponentConfigurationDTO> components(Bundle bundle) {
        List<ComponentConfigurationDTO> components = new ArrayList<>();
        ServiceComponentRuntime runtime = runtime();
        if (runtime != null) {
            for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs(bundle)) {
                components.addAll(runtime.getComponentConfigurationDTOs(description));
            }
        }
        return components;
    }

    private ServiceComponentRuntime runtime() {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        return reference == null ? null : context.getService(reference);
    }
}
