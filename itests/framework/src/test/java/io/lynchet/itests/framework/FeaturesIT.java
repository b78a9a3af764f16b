// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.framework;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** All features together: every bundle resolves and starts, and no component fails in its activation. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FeaturesIT {

    @Inject
    private BundleContext context;

    @Inject
    private ServiceComponentRuntime components;

    @Configuration
    public Option[] everyFeature() {
        return Features.of("kernel", "store-memory", "store-sqlite", "auth", "http", "ops", "deploy", "shell");
    }

    @Test
    public void bundles_ofAllFeatures_areActive() {
        List<String> down = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get("Fragment-Host") != null;
            if (!fragment && bundle.getState() != Bundle.ACTIVE) {
                down.add(bundle.getSymbolicName() + ": " + reason(bundle));
            }
        }
        assertEquals(List.of(), down);
    }

    @Test
    public void bundles_ofAllFeatures_areThere() {
        assertTrue(Arrays.stream(context.getBundles())
                        .filter(b -> String.valueOf(b.getSymbolicName()).startsWith("io.lynchet."))
                        .count()
                >= 12);
    }

    @Test
    public void components_ofAllFeatures_doNotFail() {
        List<String> failed = components.getComponentDescriptionDTOs().stream()
                .flatMap(d -> components.getComponentConfigurationDTOs(d).stream())
                .filter(c -> c.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(c -> c.description.name + ": " + c.failure)
                .toList();
        assertEquals(List.of(), failed);
    }

    @Test
    public void components_ofAllFeatures_haveWhatTheyNeed() {
        List<String> waiting = components.getComponentDescriptionDTOs().stream()
                .flatMap(d -> components.getComponentConfigurationDTOs(d).stream())
                .flatMap(c -> Arrays.stream(c.unsatisfiedReferences)
                        .map(r -> c.description.name + " waits for " + r.name + " " + r.target))
                .toList();
        assertEquals(List.of(), waiting);
    }

    private static String reason(Bundle bundle) {
        try {
            bundle.start();
            return "was not started";
        } catch (BundleException e) {
            return e.getMessage();
        }
    }
}
