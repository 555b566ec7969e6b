# The steps: see python/steps.py.
require 'sqlite3'

def connect
  db = SQLite3::Database.new('app.db')
  db.enable_load_extension(true)
  db.load_extension('dist/usher')
  db
end

connections = {}
saved = {}
value = {
  'int' => ->(text) { Integer(text) },
  'real' => ->(text) { Float(text) },
  'text' => ->(text) { text },
  'null' => ->(_) {},
  'blob' => ->(hex) { SQLite3::Blob.new([hex].pack('H*')) },
  'saved' => ->(name) { saved[name] }
}

sqlite = SQLite3::Database.new(':memory:').get_first_value('SELECT sqlite_version()')
puts "#{SQLite3::VERSION}\t#{sqlite}"
File.read('steps.txt', encoding: 'UTF-8').gsub(/^#.*\n/, '').strip.split("\n\n").each do |block|
  name, sql, *rest = block.split("\n")
  rest = rest.map { |line| line.split(' ', 2) }
  settings, values = rest.partition { |kind, _| %w[on save].include?(kind) }
  on, save = settings.to_h.values_at('on', 'save')
  puts "> #{name}"
  begin
    db = connections[on] ||= connect
    rows = db.execute(sql, values.map { |kind, text| value[kind].(text) })
    saved[save] = rows[0][0] if save
    rows.each { |row| puts save ? 'saved' : row.map { |v| v.nil? ? 'NULL' : v }.join('|') }
  rescue SQLite3::Exception => error
    puts "error: #{error.message}"
  end
end
