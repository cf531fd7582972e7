import type { Story } from './story.ts'

export const STORY_EN: Story = {
  group: 'Ms Lin',
  seller: 'Shanyu Kiln (Ning)',
  customer: 'Ms Lin',
  weflow: [
    [
      '11-06 19:47:03',
      false,
      'Hello, the celadon cup arrived with a crack at the rim, about two centimetres.',
    ],
    ['11-06 19:47:40', false, '[图片]'],
    [
      '11-06 19:48:12',
      false,
      'The live stream said “each one checked by hand, three for a cracked one”. I recorded it.',
    ],
    ['11-06 19:49:05', false, 'Order WX20261102-0417, phone 13912345678. Could you answer today?'],
    ['11-07 09:12:30', false, 'Anyone there?'],
    [
      '11-08 02:50:11',
      true,
      'I am very sorry, I only see this now. I will look up the photos from before shipping.',
    ],
    ['11-08 02:51:30', true, 'You will have a proposal by 18:00 on 10 November.'],
    ['11-08 08:12:44', false, 'Fine, I will wait until the 10th.'],
    ['11-09 21:30:09', false, 'Three days and nothing. I have written a post; please take this seriously.'],
    [
      '11-10 11:05:26',
      true,
      'Our proposal: ¥268 back, and ¥804 for the three promised. ¥1,072 in all, once my lead approves.',
    ],
    ['11-10 11:20:57', false, 'I take the money. Waiting to hear from you.'],
  ],
  qqGroup: 'Shanyu Kiln shipping',
  qq: [
    ['11-04 10:02:11', 'Qin', 'Twelve orders today, every piece photographed.'],
    ['11-04 10:05:40', 'Zhou', 'The box of 0417 is pressed in at the lower right.'],
    ['11-04 10:06:02', 'Qin', 'Change the box, then send it.'],
    ['11-04 16:31:15', 'Zhou', 'Too late, the courier has taken it.'],
    ['11-08 10:15:20', 'Zhou', 'Found the photos: the rim was whole, 612 grams.'],
    [
      '11-08 10:18:47',
      'Qin',
      'Then it was the road. Make the customer an offer first; the courier comes after.',
    ],
  ],
  whatsappName: 'Live stream',
  whatsappNotice:
    'Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.',
  whatsapp: [
    ['11-02 13:40:10', 'Tao', 'Let us go through the lines once more before we start.'],
    ['11-02 14:20:05', 'Lan', 'This is the line: each one checked by hand, three for a cracked one.'],
    ['11-02 14:20:41', 'Tao', 'Did the owner agree to that?'],
    ['11-02 14:21:18', 'Lan', 'Yes, he said to say just that.'],
  ],
  daily: [
    ['Tao', 'The list for today is in the group.'],
    ['Lan', 'Got it, the tea bowls come first.'],
    ['Tao', 'The glaze looked yellow yesterday, please change the lamp.'],
    ['Lan', 'Done, and the lens is clean.'],
    ['Tao', 'Only 40 left, take your time with them.'],
    ['Lan', 'Then the link comes halfway through.'],
    ['Tao', 'Someone asks whether it may go into the dishwasher.'],
    ['Lan', 'By hand only. I will say so.'],
  ],
  photoNames: ['crack at the rim.jpg', 'box, lower right.png'],
  pdfName: 'record before shipping.pdf',
  pdf: [
    {
      title: 'Shanyu Kiln: record before shipping',
      lines: [
        'Number CK-20261104-0417, order WX20261102-0417',
        'Celadon cup, made by hand, 1 piece, 612 grams',
        'Rim: whole. Body: whole. Foot: whole.',
        'Box: pressed in slightly at the lower right, not changed',
        'Checked by Zhou, seen by Qin, 2026-11-04 10:04',
      ],
    },
    {
      title: 'List of photos',
      lines: ['0417-1 rim, 0417-2 body, 0417-3 foot, 0417-4 box', 'Kept with this record for three years.'],
    },
  ],
  facts: [
    {
      title: 'Live stream promises “three for a cracked one”',
      kind: 'promise',
      source: {
        chat: 2,
        says: ['This is the line: each one checked by hand', 'Yes, he said to say just that.'],
      },
      causes: [],
    },
    {
      title: 'Box pressed in before shipping, not changed',
      kind: 'delivery',
      source: { chat: 1, says: ['The box of 0417 is pressed in', 'Too late, the courier has taken it.'] },
      causes: [],
    },
    {
      title: 'Ms Lin reports a crack and asks for the three promised',
      kind: 'customer',
      source: { chat: 0, says: ['Hello, the celadon cup arrived', 'Order WX20261102-0417'] },
      causes: [
        'Live stream promises “three for a cracked one”',
        'Box pressed in before shipping, not changed',
      ],
    },
    {
      title: 'Ning answers: a proposal by 11-10 18:00',
      kind: 'promise',
      source: {
        chat: 0,
        says: ['I am very sorry, I only see this now.', 'You will have a proposal by 18:00'],
      },
      causes: ['Ms Lin reports a crack and asks for the three promised'],
    },
    {
      title: 'Record taken in: rim whole, 612 grams',
      kind: 'evidence',
      source: { file: 'record before shipping.pdf', date: '2026-11-08', time: '10:15:20' },
      causes: ['Ms Lin reports a crack and asks for the three promised'],
    },
    {
      title: 'Proposal: ¥268.00 back, ¥804.00 on top',
      kind: 'money',
      source: { chat: 0, says: ['Our proposal: ¥268 back'] },
      causes: ['Live stream promises “three for a cracked one”', 'Record taken in: rim whole, 612 grams'],
    },
  ],
}
