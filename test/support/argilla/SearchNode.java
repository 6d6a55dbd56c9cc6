import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.mapper.MapperExtrasPlugin;
import org.opensearch.index.reindex.ReindexPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** A search engine for a test's Argilla: one OpenSearch node in this process. Arguments: data directory, HTTP port. */
public class SearchNode {

    /** Argilla sets index.knn on every index; without the k-NN plugin, a node must at least know the setting. */
    public static class KnownKnnSetting extends Plugin {
        @Override
        public List<Setting<?>> getSettings() {
            return List.of(Setting.boolSetting("index.knn", false, Setting.Property.IndexScope));
        }
    }

    private static final List<Class<? extends Plugin>> PLUGINS = List.of(
        Netty4Plugin.class,
        CommonAnalysisPlugin.class,
        PainlessPlugin.class,
        ReindexPlugin.class,
        MapperExtrasPlugin.class,
        KnownKnnSetting.class);

    public static void main(String[] arguments) throws Exception {
        Path home = Files.createDirectories(Path.of(arguments[0]));
        Files.createDirectories(home.resolve("config"));
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            settings(home, arguments[1]), Map.of(), null, () -> "argilla-test");
        Node node = new OpenSearchRunnerNode(environment, PLUGINS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.start();
        System.out.println("search node on port " + arguments[1]);
        Thread.currentThread().join();
    }

    private static Settings settings(Path home, String port) {
        return Settings.builder()
            .put("path.home", home.toString())
            .put("cluster.name", "argilla-test")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.type", "netty4")
            .put("http.port", port)
            .put("transport.type", "netty4")
            .put("transport.port", "0")
            // A full disk would make every index read-only, and Argilla would respond with 500.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (Exception ignored) {
            // The process ends anyway.
        }
    }
}
