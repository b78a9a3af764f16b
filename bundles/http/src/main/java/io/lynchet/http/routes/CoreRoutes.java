// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

import io.lynchet.api.data.DataService;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The routes of this bundle. */
public final class CoreRoutes {
    private CoreRoutes() {}

    /**
     * @param properties framework properties by name
     * @param pagePolicy the content security policy of pages, or empty
     */
    public static List<Route> of(Gate<DataService> data, Function<String, String> properties, String pagePolicy) {
        String started = properties.apply("lynchet.started.millis");
        String version = properties.apply("lynchet.version");
        String app = properties.apply("lynchet.app");
        return List.of(
                new CreateRecord(data),
                new ListRecords(data),
                new ListByCursor(data),
                new GetRecord(data),
                new UpdateRecord(data),
                new DeleteRecord(data),
                new QueryRecords(data),
                new QueryGraph(data),
                new LookupRecord(data),
                new LinkRecords(data),
                new UnlinkRecords(data),
                new AggregateRecords(data),
                new BatchOperations(data),
                new TransactOperations(data),
                new ExportData(data),
                new ExportEntity(data),
                new ImportData(data),
                new GetManifest(data),
                new Health(
                        data,
                        started == null ? System.currentTimeMillis() : Long.parseLong(started),
                        version == null ? "unknown" : version),
                new ServeFile(app == null ? null : Path.of(app, "public"), pagePolicy));
    }
}
