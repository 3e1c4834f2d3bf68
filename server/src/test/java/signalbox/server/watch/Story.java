package signalbox.server.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What a client has understood of a stream: the numbers of its events, in order, and the last name
/// of each workspace.
record Story(List<Long> events, Map<String, String> names, List<String> types, String lastId) {
  private static final Pattern BLOCK =
      Pattern.compile("(?:id: (\\S+)\n)?event: (\\S+)\n(?:data: (.*)\n)?\n");
  private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
  private static final Pattern NAME =
      Pattern.compile("^\\{\"id\":\"([^\"]+)\".*\"outdated\":\\w+,\"name\":\"([^\"]+)\"");

  static Story of(String received) {
    var events = new ArrayList<Long>();
    var names = new LinkedHashMap<String, String>();
    var types = new ArrayList<String>();
    var lastId = "";
    var blocks = BLOCK.matcher(received);
    while (blocks.find()) {
      types.add(blocks.group(2));
      if (blocks.group(1) != null) lastId = blocks.group(1);
      var data = blocks.group(3) == null ? "" : blocks.group(3);
      var seq = SEQ.matcher(data);
      if (blocks.group(2).equals("workspace_event") && seq.find())
        events.add(Long.parseLong(seq.group(1)));
      var name = NAME.matcher(data);
      if (name.find()) names.put(name.group(1), name.group(2));
    }
    return new Story(events, names, types, lastId);
  }
}
