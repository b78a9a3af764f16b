// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupTarget;
import io.lynchet.api.backup.Backups;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.StoreFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Brings targets and stores together. */
@Component(
        name = "io.lynchet.backup",
        immediate = true,
        service = {})
public final class BackupComponent {
    private final Targets targets = new Targets();
    private final Gate<ServingStore> serving = new Gate<>("serving store");
    private final Gate<StoreFactory> factories = new Gate<>("store factory");
    private BackupService service;
    private ServiceRegistration<Backups> registration;

    @Activate
    void activate(BundleContext context) {
        String data = context.getProperty("lynchet.data");
        if (data == null || data.isBlank()) {
            throw new LynchetException(ErrorCode.CONFIGURATION_INVALID, "lynchet.data is not set");
        }
        Path scratch = Path.of(data, "scratch");
        service = new BackupService(targets, serving, factories, scratch, Clock.systemUTC());
        registration = context.registerService(Backups.class, service, null);
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
        service.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTarget(BackupTarget target, Map<String, Object> properties) {
        targets.add(String.valueOf(properties.get(BackupTarget.SCHEME)), target);
    }

    void unbindTarget(BackupTarget target, Map<String, Object> properties) {
        targets.remove(String.valueOf(properties.get(BackupTarget.SCHEME)), target);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindServing(ServingStore store) {
        serving.bind(store);
    }

    void unbindServing(ServingStore store) {
        serving.unbind(store);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFactory(StoreFactory factory) {
        factories.bind(factory);
    }

    void unbindFactory(StoreFactory factory) {
        factories.unbind(factory);
    }
}
