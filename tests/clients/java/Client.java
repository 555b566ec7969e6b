// The steps: see python/steps.py.
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

public class Client {
    static final Map<String, Connection> connections = new HashMap<>();
    static final Map<String, String> saved = new HashMap<>();

    static Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.enableLoadExtension(true);
        Connection db = DriverManager.getConnection("jdbc:sqlite:app.db", config.toProperties());
        try (Statement load = db.createStatement()) {
            load.execute("SELECT load_extension('dist/usher')");
        }
        return db;
    }

    static void bind(PreparedStatement statement, int i, String kind, String text) throws SQLException {
        switch (kind) {
            case "int": statement.setLong(i, Long.parseLong(text)); break;
            case "real": statement.setDouble(i, Double.parseDouble(text)); break;
            case "text": statement.setString(i, text); break;
            case "saved": statement.setString(i, saved.get(text)); break;
            case "blob": statement.setBytes(i, bytes(text)); break;
            default: statement.setNull(i, java.sql.Types.NULL);
        }
    }

    static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++)
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        return bytes;
    }

    static List<String[]> run(Connection db, String sql, List<String[]> values) throws SQLException {
        List<String[]> rows = new ArrayList<>();
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++)
                bind(statement, i + 1, values.get(i)[0], values.get(i)[1]);
            if (!statement.execute())
                return rows;
            ResultSet result = statement.getResultSet();
            while (result.next()) {
                String[] row = new String[result.getMetaData().getColumnCount()];
                for (int i = 0; i < row.length; i++)
                    row[i] = result.getString(i + 1);
                rows.add(row);
            }
        }
        return rows;
    }

    static void step(PrintStream out, String[] lines) {
        List<String[]> values = new ArrayList<>();
        String on = "main", save = null;
        for (int i = 2; i < lines.length; i++) {
            String[] line = (lines[i] + " ").split(" ", 2);
            line[1] = line[1].substring(0, Math.max(line[1].length() - 1, 0));
            if (line[0].equals("on"))
                on = line[1];
            else if (line[0].equals("save"))
                save = line[1];
            else
                values.add(line);
        }
        out.println("> " + lines[0]);
        try {
            if (!connections.containsKey(on))
                connections.put(on, connect());
            for (String[] row : run(connections.get(on), lines[1], values)) {
                if (save != null)
                    saved.put(save, row[0]);
                for (int i = 0; i < row.length; i++)
                    row[i] = row[i] == null ? "NULL" : row[i];
                out.println(save != null ? "saved" : String.join("|", row));
            }
        } catch (SQLException error) {
            // [SQLITE_AUTH]  Authorization denied (the message)
            out.println("error: " + error.getMessage().replaceFirst("^\\[\\w+\\][^(]*\\((.*)\\)$", "$1"));
        }
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        try (Connection db = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            out.println(db.getMetaData().getDriverVersion() + "\t" + db.getMetaData().getDatabaseProductVersion());
        }
        String text = new String(Files.readAllBytes(Path.of("steps.txt")), StandardCharsets.UTF_8);
        for (String block : text.replaceAll("(?m)^#.*\n", "").trim().split("\n\n"))
            step(out, block.split("\n"));
    }
}
