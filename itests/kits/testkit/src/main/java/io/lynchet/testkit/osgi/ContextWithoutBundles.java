// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.osgi;

import java.io.File;
import java.io.InputStream;
import java.util.Dictionary;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** What a bundle context can do in a framework only. */
abstract class ContextWithoutBundles implements BundleContext {
    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("The registry of the test kit has services only.");
    }

    @Override
    public Bundle getBundle() {
        throw unsupported();
    }

    @Override
    public Bundle getBundle(long id) {
        throw unsupported();
    }

    @Override
    public Bundle getBundle(String location) {
        throw unsupported();
    }

    @Override
    public Bundle[] getBundles() {
        throw unsupported();
    }

    @Override
    public Bundle installBundle(String location, InputStream input) {
        throw unsupported();
    }

    @Override
    public Bundle installBundle(String location) {
        throw unsupported();
    }

    @Override
    public void addBundleListener(BundleListener listener) {
        throw unsupported();
    }

    @Override
    public void removeBundleListener(BundleListener listener) {
        throw unsupported();
    }

    @Override
    public void addFrameworkListener(FrameworkListener listener) {
        throw unsupported();
    }

    @Override
    public void removeFrameworkListener(FrameworkListener listener) {
        throw unsupported();
    }

    @Override
    public File getDataFile(String name) {
        throw unsupported();
    }

    @Override
    public Filter createFilter(String filter) {
        throw unsupported();
    }

    @Override
    public ServiceReference<?>[] getServiceReferences(String type, String filter) {
        throw unsupported();
    }

    @Override
    public ServiceReference<?>[] getAllServiceReferences(String type, String filter) {
        throw unsupported();
    }

    @Override
    public ServiceReference<?> getServiceReference(String type) {
        throw unsupported();
    }

    @Override
    public <S> ServiceRegistration<S> registerService(
            Class<S> type, ServiceFactory<S> factory, Dictionary<String, ?> given) {
        throw unsupported();
    }

    @Override
    public <S> ServiceObjects<S> getServiceObjects(ServiceReference<S> reference) {
        throw unsupported();
    }
}
